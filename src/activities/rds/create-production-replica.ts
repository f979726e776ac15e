import type { DBInstance } from '@aws-sdk/client-rds';
import type { Mutation, Undo } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import {
  type CreateReadReplicaInput,
  creatingReplica,
  type WantedReplica,
} from './create-read-replica.ts';
import {
  demandOurs,
  describeByResourceId,
  describeInstance,
  isBroken,
  type RdsContext,
  runOf,
  VISIBILITY_MS,
} from './describe-instance.ts';
import type { InstanceLikeness } from './instance-likeness.ts';
import type { MadeInstance, MadeReceipt } from './made-instance.ts';
import { deleteProtected, removal, unprotection } from './remove-instance.ts';
import { sourceOf } from './replication.ts';

export interface CreateProductionReplicaInput extends CreateReadReplicaInput {
  /** Of the instance whose place it takes. */
  readonly like: InstanceLikeness;
  readonly source: CreateReadReplicaInput['source'] & {
    /** GiB that its source has at least. */
    readonly storageGb: number;
  };
}

/** RDS takes no less storage than the source has, which may have grown meanwhile; left out, it takes as much. */
function wantedFor({ like, source }: CreateProductionReplicaInput): WantedReplica {
  const { AllocatedStorage: storage = 0, ...settings } = like.created;
  const larger = storage > source.storageGb ? { AllocatedStorage: storage } : {};
  return { settings: { ...settings, ...larger }, tags: like.tags };
}

const creating = creatingReplica(wantedFor);

/**
 * Removes it only while it is a replica and nothing else: once it is promoted it may hold the only good data, and once
 * it is handed over it is not this run's any more. Refuses with `REPLICA_HOLDS_DATA` (class `safety`).
 */
const removalOfReplica: Undo<CreateProductionReplicaInput, Services, MadeReceipt> = {
  ...removal,
  when: 'unless-completed',
  iam: [...removal.iam, 'rds:ModifyDBInstance'],
  plan: (input, names) => [
    ...(input.like.created.DeletionProtection
      ? [
          {
            service: 'rds',
            operation: 'ModifyDBInstance',
            parameters: unprotection(input.name),
            mutating: true,
          },
        ]
      : []),
    ...removal.plan(input, names),
  ],
  async start(context, input, receipt) {
    const instance = await findMereReplica(context, input, receipt);
    if (!instance || instance.DBInstanceStatus === 'deleting') return;
    demandOurs(context, instance, 'NOT_OURS', receipt);
    // It was made as protected as what it was made for.
    await deleteProtected(context, instance, input.region);
  },
  async poll(context, input, receipt) {
    await findMereReplica(context, input, receipt);
    return removal.poll(context, input, receipt);
  },
};

/**
 * Makes a read replica that production keeps, like the instance that was there: replication rebuilt after a failover.
 * Removed when the run does not complete.
 * Fails with `REPLICA_FAILED` or `BACKUPS_OFF`, or with `NAME_TAKEN`, `NOT_OURS` or `REPLICA_REPLACED` (class `safety`).
 */
export const createProductionReplica: Mutation<
  CreateProductionReplicaInput,
  MadeReceipt,
  MadeInstance,
  Services
> = {
  ...creating,
  // The role that RDS monitors with.
  iam: ['iam:PassRole', ...creating.iam],
  name: 'rds.create-production-replica',
  undo: removalOfReplica,
};

/** `undefined`: RDS says that there is none. @throws KunrenError when it is, or may be, more than a mere replica. */
async function findMereReplica(
  context: RdsContext,
  { name, region }: CreateProductionReplicaInput,
  receipt: MadeReceipt | undefined,
): Promise<DBInstance | undefined> {
  const resourceId = receipt?.dbiResourceId;
  // Where its resource id is known it is found under another name too.
  const { instance } =
    resourceId === undefined
      ? await describeInstance(context, name, region)
      : await describeByResourceId(context, { region, resourceId });
  const { DBInstanceStatus: status = 'unknown' } = instance ?? {};
  if (!instance || status === 'creating' || status === 'deleting') return instance;
  const isRenamed = instance.DBInstanceIdentifier !== name;
  if (sourceOf(instance) === undefined || isRenamed || isHandedOver(context, instance)) {
    throw new KunrenError({
      code: 'REPLICA_HOLDS_DATA',
      message: `${instance.DBInstanceIdentifier} in ${region} was made by this run as a replica and is production's by now; it is not removed.`,
      class: 'safety',
    });
  }
  if (status === 'available' || status === 'backing-up' || isBroken(status)) return instance;
  throw new KunrenError({
    code: 'REPLICA_BUSY',
    message: `${name} in ${region} is ${status}: it may be being promoted, so it is not removed now.`,
    retryable: true,
  });
}

/** The run has taken its tags off. Those of a new instance may only not be shown yet; but then all of them are not. */
function isHandedOver({ clock }: RdsContext, instance: DBInstance): boolean {
  if (runOf(instance) !== undefined) return false;
  const age = clock.now() - (instance.InstanceCreateTime?.getTime() ?? clock.now());
  return (instance.TagList ?? []).length > 0 || age >= VISIBILITY_MS;
}
