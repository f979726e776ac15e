import type { Mutation, Undo } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { type CreateReadReplicaInput, createReadReplica } from './create-read-replica.ts';
import {
  describeByResourceId,
  describeInstance,
  isBroken,
  type RdsContext,
} from './describe-instance.ts';
import type { MadeInstance, MadeReceipt } from './made-instance.ts';
import { removal } from './remove-instance.ts';
import { sourceOf } from './replication.ts';

/**
 * Removes it only while it is a replica and nothing else: once it is promoted it may hold the only good data.
 * Refuses with `REPLICA_HOLDS_DATA` (class `safety`).
 */
const removalOfReplica: Undo<CreateReadReplicaInput, Services, MadeReceipt> = {
  ...removal,
  when: 'unless-completed',
  async start(context, input, receipt) {
    await demandMereReplica(context, input, receipt);
    return removal.start(context, input, receipt);
  },
  async poll(context, input, receipt) {
    await demandMereReplica(context, input, receipt);
    return removal.poll(context, input, receipt);
  },
};

/**
 * Makes a read replica that production keeps: replication rebuilt after a failover. Removed when the run does not
 * complete.
 * Fails with `REPLICA_FAILED` or `BACKUPS_OFF`, or with `NAME_TAKEN`, `NOT_OURS` or `REPLICA_REPLACED` (class `safety`).
 */
export const createProductionReplica: Mutation<
  CreateReadReplicaInput,
  MadeReceipt,
  MadeInstance,
  Services
> = { ...createReadReplica, name: 'rds.create-production-replica', undo: removalOfReplica };

async function demandMereReplica(
  context: RdsContext,
  { name, region }: CreateReadReplicaInput,
  receipt: MadeReceipt | undefined,
): Promise<void> {
  const resourceId = receipt?.dbiResourceId;
  // Where its resource id is known it is found under another name too.
  const { instance } =
    resourceId === undefined
      ? await describeInstance(context, name, region)
      : await describeByResourceId(context, { region, resourceId });
  const { DBInstanceStatus: status = 'unknown' } = instance ?? {};
  if (!instance || status === 'creating' || status === 'deleting') return;
  if (sourceOf(instance) === undefined || instance.DBInstanceIdentifier !== name) {
    throw new KunrenError({
      code: 'REPLICA_HOLDS_DATA',
      message: `${instance.DBInstanceIdentifier} in ${region} was made by this run as a replica and is production's by now; it is not removed.`,
      class: 'safety',
    });
  }
  if (status === 'available' || status === 'backing-up' || isBroken(status)) return;
  throw new KunrenError({
    code: 'REPLICA_BUSY',
    message: `${name} in ${region} is ${status}: it may be being promoted, so it is not removed now.`,
    retryable: true,
  });
}
