import { AT_THE_RUN, type PlanNames, type PlannedCall, type Poll } from '../../core/activity.ts';
import { type OwnedResource, RUN_TAG } from '../../core/resource.ts';
import type { RdsContext } from './describe-instance.ts';
import { type MadeInstance, type MadeReceipt, pollMade, type Wording } from './made-instance.ts';
import type { SourceInstance } from './source-instance.ts';

// What the two ways of restoring share. RDS takes no idempotency token for either, so the name is the key and the
// run's tag the proof of ownership.

/** Where the restored instance goes. RDS would take the default of each, and the defaults are not isolated. */
export interface RestoreTarget {
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  readonly instanceClass: string;
  readonly multiAz: boolean;
  readonly optionGroup?: string;
}

export interface RestoreInput {
  /** Name of the new instance, derived from the run. */
  readonly name: string;
  readonly source: SourceInstance;
  readonly target: RestoreTarget;
}

export type RestoreReceipt = MadeReceipt;

export type RestoredInstance = MadeInstance;

export function ownedInstance(input: RestoreInput, names: PlanNames): OwnedResource {
  return { type: 'rds:db-instance', id: input.name, region: names.region };
}

/** The settings that both restores take, none left to a default. */
export function restoreSettings(input: RestoreInput, tags: { readonly [key: string]: string }) {
  const { source, target } = input;
  return {
    DBInstanceClass: target.instanceClass,
    ...(source.endpoint && { Port: source.endpoint.port }),
    DBSubnetGroupName: target.subnetGroup,
    VpcSecurityGroupIds: [...target.securityGroups],
    DBParameterGroupName: target.parameterGroup,
    ...(target.optionGroup !== undefined && { OptionGroupName: target.optionGroup }),
    MultiAZ: target.multiAz,
    PubliclyAccessible: false,
    DeletionProtection: false,
    AutoMinorVersionUpgrade: false,
    CopyTagsToSnapshot: false,
    // A backup of the rehearsal would only delay it, and be one more thing to remove.
    BackupRetentionPeriod: 0,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** How `pollMade` speaks of a restored instance. */
const RESTORED: Wording = {
  failed: 'RESTORE_FAILED',
  replaced: 'RESTORE_REPLACED',
  label: 'Restored instance',
};

/** Done when the instance that the receipt speaks of, and no other, is `available` and has an endpoint. */
export function pollRestore(
  context: RdsContext,
  input: RestoreInput,
  receipt: RestoreReceipt,
): Promise<Poll<RestoredInstance>> {
  return pollMade(context, input, receipt, RESTORED);
}

export function plannedRestore(
  operation: string,
  identity: PlannedCall['parameters'],
  input: RestoreInput,
  names: PlanNames,
): { readonly calls: readonly PlannedCall[]; readonly output: RestoredInstance } {
  const parameters = { ...identity, ...restoreSettings(input, { [RUN_TAG]: names.run }) };
  return {
    calls: [{ service: 'rds', operation, parameters, mutating: true }],
    output: {
      id: input.name,
      arn: AT_THE_RUN,
      dbiResourceId: AT_THE_RUN,
      endpoint: { host: AT_THE_RUN, port: input.source.endpoint?.port ?? 0 },
      createdAt: AT_THE_RUN,
      masterUser: input.source.masterUser,
    },
  };
}

export const RESTORE_IAM = [
  // For an encrypted source: RDS makes the volume with the caller's grant on its key.
  'kms:CreateGrant',
  'kms:DescribeKey',
  'rds:AddTagsToResource',
  'rds:DescribeDBInstances',
  'rds:DescribeEvents',
];

/** A look is cheap and its interval is the error of the measured time. */
export const RESTORE_POLLING = { initialMs: 500, maxMs: 10_000, factor: 1.4 };
