import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type Fact, type Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { describeInstance, type InstanceRef, isBroken, plannedLook } from './describe-instance.ts';
import { type ReplicaInstance, replicaFrom, unseen } from './failover-instance.ts';
import { pending } from './pending.ts';
import { refersTo, replicationOf, siblingArn } from './replication.ts';
import { given } from './source-instance.ts';

export interface InspectReplicaInput extends InstanceRef {
  /** What it must be a replica of. The version and the class are compared where they are known. */
  readonly primary: {
    readonly region: string;
    readonly id: string;
    readonly engineVersion?: string;
    readonly instanceClass?: string;
  };
  /**
   * Take a replica that RDS does not call `replicating`, and write its state down: that of a dead primary may be
   * called anything.
   * @default false
   */
  readonly mayBeBroken?: boolean;
}

/**
 * Describes the replica that a failover would promote, and makes sure that it can be.
 * Pending while it is busy with something that passes, such as a backup.
 * Fails with `REPLICA_ABSENT`, `REPLICA_OF_OTHER_PRIMARY` or `REPLICA_VERSION_MISFIT` (class `input`),
 * `REPLICA_PROMOTED` (class `safety`), `REPLICA_NOT_AVAILABLE` or `REPLICATION_BROKEN` (class `environment`).
 */
export const inspectReplica: Probe<InspectReplicaInput, ReplicaInstance, Services> = {
  kind: 'probe',
  name: 'rds.inspect-replica',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['rds:DescribeDBInstances'],
  // A standby that has just lost its connection gets it back within seconds, or not at all.
  retry: { attempts: 4, baseMs: 1_000, capMs: 4_000 },
  plan: (input) => ({
    calls: [plannedLook(input.id)],
    output: {
      ...unseen(input),
      replication: { source: AT_THE_RUN, state: 'replicating', replicating: true },
    },
  }),
  async poll(context, input) {
    const { region, id, primary } = input;
    const { instance } = await describeInstance(context, id, region);
    if (!instance) throw replicaAbsent(input);
    demandReplicaOf(instance, input);
    const { DBInstanceStatus: status = 'unknown' } = instance;
    if (isBroken(status)) {
      throw new KunrenError({
        code: 'REPLICA_NOT_AVAILABLE',
        message: `The replica ${id} in ${region} is ${status}.`,
        details: { status },
      });
    }
    // RDS promotes none that is being backed up or changed.
    if (status !== 'available') return pending(status);
    const replica = replicaFrom(instance, region, context.clock.now());
    demandReplication(replica, input);
    if (primary.engineVersion !== undefined && primary.engineVersion !== replica.engineVersion) {
      throw new KunrenError({
        code: 'REPLICA_VERSION_MISFIT',
        message: `The replica ${id} runs ${replica.engine} ${replica.engineVersion}, its primary ${primary.engineVersion}.`,
        class: 'input',
      });
    }
    return { status: 'done', output: replica, facts: factsOf(replica, primary.instanceClass) };
  },
};

function replicaAbsent({ region, id }: InstanceRef): KunrenError {
  return new KunrenError({
    code: 'REPLICA_ABSENT',
    message: `There is no replica ${id} in ${region}.`,
    class: 'input',
  });
}

function demandReplicaOf(instance: DBInstance, { id, region, primary }: InspectReplicaInput): void {
  const { source } = replicationOf(instance);
  if (source === undefined) {
    throw new KunrenError({
      code: 'REPLICA_PROMOTED',
      message: `${id} in ${region} is no replica any more: it was promoted before, and may be in use.`,
      class: 'safety',
    });
  }
  const expected = siblingArn(given(instance.DBInstanceArn, 'DBInstanceArn'), primary);
  if (refersTo(source, expected, primary.region === region)) return;
  throw new KunrenError({
    code: 'REPLICA_OF_OTHER_PRIMARY',
    message: `${id} in ${region} is a replica of ${source}, not of ${expected}.`,
    class: 'input',
  });
}

function demandReplication(replica: ReplicaInstance, { mayBeBroken }: InspectReplicaInput): void {
  const { replicating, state, message } = replica.replication;
  if (replicating || mayBeBroken) return;
  throw new KunrenError({
    code: 'REPLICATION_BROKEN',
    message: `The replication to ${replica.id} in ${replica.region} is not running: its state is "${state}"${
      message === undefined ? '' : ` (${message})`
    }.`,
    details: { state },
    retryable: true,
  });
}

function factsOf(replica: ReplicaInstance, primaryClass: string | undefined): readonly Fact[] {
  const { id, region, status, instanceClass, replication } = replica;
  const differs = primaryClass !== undefined && primaryClass !== instanceClass;
  return [
    { label: 'Replica', value: `${id} in ${region} (${status})` },
    { label: 'Replica of', value: replication.source ?? '' },
    { label: 'Replication', value: replication.state },
    {
      label: 'Replica class',
      value: `${instanceClass}${differs ? `, unlike the primary's ${primaryClass}` : ''}`,
    },
    { label: 'Replica backup retention', value: `${replica.backupRetentionDays} days` },
  ];
}
