import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type PlanNames, type PlannedCall, type Poll } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { type OwnedResource, RUN_TAG } from '../../core/resource.ts';
import { failedWith } from '../aws-failure.ts';
import {
  CLOCK_TOLERANCE_MS,
  demandOurs,
  describeInstance,
  type RdsContext,
  tagsMayCome,
  VISIBILITY_MS,
} from './describe-instance.ts';
import { given, type SourceInstance } from './source-instance.ts';

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

export type RestoreReceipt = {
  readonly id: string;
  readonly arn: string;
  readonly dbiResourceId?: string;
  readonly requestedAt: Instant;
};

export interface RestoredInstance {
  readonly id: string;
  readonly arn: string;
  readonly dbiResourceId: string;
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly createdAt: Instant;
  readonly masterUser: string;
}

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

export function runTags(context: RdsContext): { readonly [key: string]: string } {
  return { ...context.tags, [RUN_TAG]: context.run };
}

/** Makes the call; a name that is taken by an earlier attempt of this run is that attempt's success. */
export async function startRestore(
  context: RdsContext,
  input: RestoreInput,
  restore: () => Promise<{ readonly DBInstance?: DBInstance | undefined }>,
): Promise<RestoreReceipt> {
  const requestedAt = instantNow(context);
  try {
    const { DBInstance: instance } = await restore();
    return receiptOf(given(instance, 'DBInstance'), input.name, requestedAt);
  } catch (error) {
    if (!failedWith(error, 'DB_INSTANCE_ALREADY_EXISTS')) throw error;
    const adopted = await adoptRestore(context, input);
    if (adopted) return adopted;
    throw new KunrenError(
      {
        code: 'INSTANCE_NOT_VISIBLE',
        message: `RDS says that ${input.name} exists already, but does not show it.`,
        retryable: true,
      },
      { cause: error },
    );
  }
}

/** @throws KunrenError `NAME_TAKEN` (class `safety`) when the instance is not this run's, or `TAGS_NOT_VISIBLE`. */
export async function adoptRestore(
  context: RdsContext,
  input: RestoreInput,
): Promise<RestoreReceipt | undefined> {
  const { instance } = await describeInstance(context, input.name);
  if (!instance) return undefined;
  demandOurs(context, instance, 'NAME_TAKEN');
  return receiptOf(instance, input.name, instantNow(context));
}

function receiptOf(instance: DBInstance, id: string, requestedAt: Instant): RestoreReceipt {
  const { DBInstanceArn: arn = '', DbiResourceId: dbiResourceId } = instance;
  return { id, arn, ...(dbiResourceId !== undefined && { dbiResourceId }), requestedAt };
}

const BROKEN =
  /^(failed|restore-error|storage-full|insufficient-capacity|inaccessible-|incompatible-|delet|stop)/;

/** Done when the instance that the receipt speaks of, and no other, is `available` and has an endpoint. */
export async function pollRestore(
  context: RdsContext,
  input: RestoreInput,
  receipt: RestoreReceipt,
): Promise<Poll<RestoredInstance>> {
  const { instance } = await describeInstance(context, input.name);
  if (!instance || !isSame(instance, receipt)) return absent(context, receipt, instance);
  if (tagsMayCome(context, instance, receipt)) {
    return { status: 'pending', progress: { message: 'its tags are not visible yet' } };
  }
  demandOurs(context, instance, 'NOT_OURS');

  const { DBInstanceStatus: status = 'unknown', Endpoint: endpoint } = instance;
  if (BROKEN.test(status)) throw await restoreFailed(context, receipt, status);
  if (status !== 'available' || endpoint?.Address === undefined || endpoint.Port === undefined) {
    const percent = Number.parseFloat(instance.PercentProgress ?? '');
    return {
      status: 'pending',
      progress: { message: status, ...(Number.isFinite(percent) && { percent }) },
    };
  }
  const output: RestoredInstance = {
    id: input.name,
    arn: given(instance.DBInstanceArn, 'DBInstanceArn'),
    dbiResourceId: given(instance.DbiResourceId, 'DbiResourceId'),
    endpoint: { host: endpoint.Address, port: endpoint.Port },
    createdAt: instance.InstanceCreateTime?.toISOString() ?? receipt.requestedAt,
    masterUser: given(instance.MasterUsername, 'MasterUsername'),
  };
  return {
    status: 'done',
    output,
    facts: [
      { label: 'Restored instance', value: output.arn },
      { label: 'Endpoint', value: `${endpoint.Address}:${endpoint.Port}` },
    ],
  };
}

/** An `available` counts only on the instance that was asked for: a name can be used twice, a resource id cannot. */
function isSame(instance: DBInstance, receipt: RestoreReceipt): boolean {
  if (receipt.dbiResourceId !== undefined) return instance.DbiResourceId === receipt.dbiResourceId;
  const created = instance.InstanceCreateTime?.getTime() ?? Number.POSITIVE_INFINITY;
  return created >= Date.parse(receipt.requestedAt) - CLOCK_TOLERANCE_MS;
}

function absent(
  context: RdsContext,
  receipt: RestoreReceipt,
  other: DBInstance | undefined,
): Poll<RestoredInstance> {
  if (context.clock.now() - Date.parse(receipt.requestedAt) < VISIBILITY_MS) {
    return { status: 'pending', progress: { message: 'asked for, not visible yet' } };
  }
  throw other
    ? new KunrenError({
        code: 'RESTORE_REPLACED',
        message: `Another instance stands under the name ${receipt.id} than the one that was restored.`,
        class: 'safety',
        details: { expected: receipt.dbiResourceId ?? null, found: other.DbiResourceId ?? null },
      })
    : new KunrenError({
        code: 'RESTORE_FAILED',
        message: `The instance ${receipt.id} was asked for at ${receipt.requestedAt} and does not exist.`,
      });
}

async function restoreFailed(
  context: RdsContext,
  receipt: RestoreReceipt,
  status: string,
): Promise<KunrenError> {
  const event = await lastEvent(context, receipt).catch(() => undefined);
  return new KunrenError({
    code: 'RESTORE_FAILED',
    message: `The instance ${receipt.id} is ${status}.${event === undefined ? '' : ` RDS says: ${event}`}`,
    details: { status },
  });
}

/** RDS keeps events at its best effort and in no order: they explain a failure, they never decide one. */
async function lastEvent(
  context: RdsContext,
  receipt: RestoreReceipt,
): Promise<string | undefined> {
  const rds = await context.services.aws.rds();
  const { Events = [] } = await rds.describeEvents({
    SourceType: 'db-instance',
    SourceIdentifier: receipt.id,
    StartTime: new Date(Date.parse(receipt.requestedAt) - CLOCK_TOLERANCE_MS),
  });
  const time = (event: (typeof Events)[number]) => event.Date?.getTime() ?? 0;
  return Events.sort((a, b) => time(b) - time(a))[0]?.Message;
}

function instantNow(context: RdsContext): Instant {
  return new Date(context.clock.now()).toISOString();
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
