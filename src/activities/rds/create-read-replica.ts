import { AT_THE_RUN, type Mutation, type PlanNames } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { type OwnedResource, RUN_TAG } from '../../core/resource.ts';
import { awsFailure } from '../aws-failure.ts';
import type { Services } from '../services.ts';
import { type RdsContext, VISIBILITY_MS } from './describe-instance.ts';
import {
  adoptMade,
  type MadeInstance,
  type MadeReceipt,
  pollMade,
  runTags,
  startMaking,
  type WantedInstance,
  type Wording,
} from './made-instance.ts';
import { replicationOf } from './replication.ts';

export interface CreateReadReplicaInput extends WantedInstance {
  /** Where the replica is made. */
  readonly region: string;
  readonly name: string;
  /** What it follows. RDS takes an identifier only within one Region, so it is always the ARN that is sent. */
  readonly source: { readonly arn: string; readonly port: number; readonly masterUser: string };
  readonly target: ReplicaTarget;
}

/** Where the replica goes and how it is set. RDS would take the default of each, which are not those of production. */
export interface ReplicaTarget {
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  readonly instanceClass: string;
  /** @default false */
  readonly multiAz?: boolean;
  /** @default false */
  readonly deletionProtection?: boolean;
  readonly optionGroup?: string;
  /** A key of the replica's Region; needed for an encrypted source in another Region. */
  readonly kmsKey?: string;
}

const REPLICA: Wording = {
  failed: 'REPLICA_FAILED',
  replaced: 'REPLICA_REPLACED',
  label: 'Read replica',
};

type CreateReplica = Mutation<CreateReadReplicaInput, MadeReceipt, MadeInstance, Services>;

/** What every activity that makes a read replica is made of, whatever becomes of the replica in the end. */
export const createReadReplica = {
  kind: 'mutation',
  waitsOn: 'aws',
  iam: [
    // For an encrypted source.
    'kms:CreateGrant',
    'kms:DescribeKey',
    'rds:AddTagsToResource',
    'rds:CreateDBInstanceReadReplica',
    'rds:DescribeDBInstances',
    'rds:DescribeEvents',
  ],
  pollEvery: { initialMs: 500, maxMs: 10_000, factor: 1.4 },
  plan: (input: CreateReadReplicaInput, names: PlanNames) => ({
    calls: [
      {
        service: 'rds',
        operation: 'CreateDBInstanceReadReplica',
        parameters: creation(input, { [RUN_TAG]: names.run }),
        mutating: true,
      },
    ],
    output: {
      id: input.name,
      arn: AT_THE_RUN,
      dbiResourceId: AT_THE_RUN,
      endpoint: { host: AT_THE_RUN, port: input.source.port },
      createdAt: AT_THE_RUN,
      masterUser: input.source.masterUser,
    },
  }),
  owns: ({ name, region }: CreateReadReplicaInput): OwnedResource => ({
    type: 'rds:db-instance',
    id: name,
    region,
  }),
  settlesWithinMs: VISIBILITY_MS,
  async start(context: RdsContext, input: CreateReadReplicaInput) {
    const rds = await context.services.aws.rds(input.region);
    return startMaking(context, input, () =>
      rds
        .createDBInstanceReadReplica(creation(input, runTags(context)))
        .catch((error) => Promise.reject(refusal(error, input))),
    );
  },
  poll: (context: RdsContext, input: CreateReadReplicaInput, receipt: MadeReceipt) =>
    // Right after it is available it may still be catching up, or not follow at all.
    pollMade(context, input, receipt, REPLICA, (instance) => {
      const { replicating, state } = replicationOf(instance);
      return replicating ? undefined : `available, replication: ${state}`;
    }),
  adopt: adoptMade,
} satisfies Omit<CreateReplica, 'name' | 'undo'>;

/** The SDK adds the signed request to the source's Region by itself, from the ARN. */
function creation(
  { name, source, target }: CreateReadReplicaInput,
  tags: { readonly [key: string]: string },
) {
  return {
    DBInstanceIdentifier: name,
    SourceDBInstanceIdentifier: source.arn,
    DBInstanceClass: target.instanceClass,
    Port: source.port,
    DBSubnetGroupName: target.subnetGroup,
    VpcSecurityGroupIds: [...target.securityGroups],
    DBParameterGroupName: target.parameterGroup,
    ...(target.optionGroup !== undefined && { OptionGroupName: target.optionGroup }),
    ...(target.kmsKey !== undefined && { KmsKeyId: target.kmsKey }),
    MultiAZ: target.multiAz ?? false,
    PubliclyAccessible: false,
    DeletionProtection: target.deletionProtection ?? false,
    AutoMinorVersionUpgrade: false,
    CopyTagsToSnapshot: false,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** RDS says "invalid state" of a source without backups as well, and that does not pass. */
function refusal(error: unknown, { source }: CreateReadReplicaInput): unknown {
  const { code, message } = awsFailure(error);
  if (code !== 'INVALID_DB_INSTANCE_STATE' || !/backups? .*not enabled/i.test(message))
    return error;
  return new KunrenError(
    {
      code: 'BACKUPS_OFF',
      message: `RDS makes no replica of ${source.arn} while its automated backups are off: ${message}`,
      class: 'input',
    },
    { cause: error },
  );
}
