import { AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { RUN_TAG } from '../../core/resource.ts';
import { awsFailure } from '../aws-failure.ts';
import type { Services } from '../services.ts';
import { VISIBILITY_MS } from './describe-instance.ts';
import type { ReplicaSettings } from './instance-likeness.ts';
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
}

/** How a replica is made, beside its name and its source. RDS would take the default of whatever is left out. */
export interface WantedReplica {
  readonly settings: ReplicaSettings;
  /** Beside those of the run. */
  readonly tags: { readonly [key: string]: string };
}

const REPLICA: Wording = {
  failed: 'REPLICA_FAILED',
  replaced: 'REPLICA_REPLACED',
  label: 'Read replica',
};

type CreateReplica<Input extends CreateReadReplicaInput> = Mutation<
  Input,
  MadeReceipt,
  MadeInstance,
  Services
>;

/** What every activity that makes a read replica is made of, whatever becomes of the replica in the end. */
export function creatingReplica<Input extends CreateReadReplicaInput>(
  wantedOf: (input: Input) => WantedReplica,
): Omit<CreateReplica<Input>, 'name' | 'undo'> {
  return {
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
    plan: (input, { run }) => ({
      calls: [
        {
          service: 'rds',
          operation: 'CreateDBInstanceReadReplica',
          parameters: creation(input, wantedOf(input), { [RUN_TAG]: run }),
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
    owns: ({ name, region }) => ({ type: 'rds:db-instance', id: name, region }),
    settlesWithinMs: VISIBILITY_MS,
    async start(context, input) {
      const rds = await context.services.aws.rds(input.region);
      return startMaking(context, input, () =>
        rds
          .createDBInstanceReadReplica(creation(input, wantedOf(input), runTags(context)))
          .catch((error) => Promise.reject(refusal(error, input))),
      );
    },
    poll: (context, input, receipt) =>
      // Right after it is available it may still be catching up, or not follow at all.
      pollMade(context, input, receipt, REPLICA, (instance) => {
        const { replicating, state } = replicationOf(instance);
        return replicating ? undefined : `available, replication: ${state}`;
      }),
    adopt: adoptMade,
  };
}

/** The SDK adds the signed request to the source's Region by itself, from the ARN. */
function creation(
  { name, source }: CreateReadReplicaInput,
  { settings, tags }: WantedReplica,
  ours: { readonly [key: string]: string },
) {
  return {
    DBInstanceIdentifier: name,
    SourceDBInstanceIdentifier: source.arn,
    ...settings,
    Tags: Object.entries({ ...tags, ...ours }).map(([Key, Value]) => ({ Key, Value })),
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
