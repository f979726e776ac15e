import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type Fact, type Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import {
  describeInstance,
  type InstanceRef,
  isBroken,
  nameInstances,
  plannedLook,
} from './describe-instance.ts';
import { type PrimaryInstance, primaryFrom, unseen } from './failover-instance.ts';
import { pending } from './pending.ts';
import { siblingArn, sourceOf } from './replication.ts';

export interface InspectPrimaryInput extends InstanceRef {
  /**
   * It must have a standby in another Availability Zone.
   * @default false
   */
  readonly multiAz?: boolean;
  /** It must have this read replica. */
  readonly replica?: InstanceRef;
}

/**
 * Describes the production primary before a failover, and makes sure that it is what the failover needs.
 * Pending while it is busy with something that passes.
 * Fails with `PRIMARY_NOT_FOUND`, `PRIMARY_IS_REPLICA`, `NOT_MULTI_AZ` or `REPLICA_NOT_LISTED` (class `input`), or
 * `PRIMARY_NOT_AVAILABLE` (class `environment`).
 */
export const inspectPrimary: Probe<InspectPrimaryInput, PrimaryInstance, Services> = {
  kind: 'probe',
  name: 'rds.inspect-primary',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['rds:DescribeDBInstances'],
  // A Region that does not answer is what a failover may be for, so it is not waited for long.
  retry: { attempts: 4, baseMs: 500, capMs: 5_000 },
  plan: (input) => ({
    calls: [plannedLook(input.id)],
    output: { ...unseen(input), availabilityZone: AT_THE_RUN, replicas: [] },
  }),
  async poll(context, input) {
    const { region, id, multiAz = false } = input;
    const { instance } = await describeInstance(context, id, region);
    if (!instance) {
      throw new KunrenError({
        code: 'PRIMARY_NOT_FOUND',
        message: `There is no instance ${id} in ${region}. ${await nameInstances(context, region)}`,
        class: 'input',
      });
    }
    const source = sourceOf(instance);
    if (source !== undefined) {
      throw new KunrenError({
        code: 'PRIMARY_IS_REPLICA',
        message: `${id} in ${region} is no primary: it is a replica of ${source}.`,
        class: 'input',
      });
    }
    const waiting = waitingFor(instance, multiAz);
    if (waiting !== undefined) return pending(waiting);
    const primary = primaryFrom(instance, region, context.clock.now());
    if (input.replica) demandReplica(primary, input.replica);
    return { status: 'done', output: primary, facts: factsOf(primary) };
  },
};

/** What passes by itself. @throws KunrenError for what does not. */
function waitingFor(instance: DBInstance, multiAz: boolean): string | undefined {
  const { DBInstanceIdentifier: id, DBInstanceStatus: status = 'unknown' } = instance;
  if (isBroken(status)) {
    throw new KunrenError({
      code: 'PRIMARY_NOT_AVAILABLE',
      message: `The instance ${id} is ${status}.`,
      details: { status },
    });
  }
  if (multiAz) {
    const coming = instance.PendingModifiedValues?.MultiAZ === true;
    if (instance.MultiAZ !== true && !coming) throw notMultiAz(id);
    if (coming || instance.SecondaryAvailabilityZone === undefined) {
      return 'its standby is being made';
    }
  }
  // A backup keeps RDS from failing over to the standby, and nothing else.
  return status === 'available' || (status === 'backing-up' && !multiAz) ? undefined : status;
}

export function notMultiAz(id = ''): KunrenError {
  return new KunrenError({
    code: 'NOT_MULTI_AZ',
    message: `The instance ${id} is not Multi-AZ: it has no standby to fail over to.`,
    class: 'input',
  });
}

function demandReplica({ id, arn, region, replicas }: PrimaryInstance, wanted: InstanceRef) {
  const expected = siblingArn(arn, wanted);
  const listed = replicas.some(
    (one) => one === expected || (wanted.region === region && one === wanted.id),
  );
  if (listed) return;
  throw new KunrenError({
    code: 'REPLICA_NOT_LISTED',
    message: `${id} does not count ${wanted.id} in ${wanted.region} among its replicas (${
      replicas.join(', ') || 'it has none'
    }).`,
    class: 'input',
  });
}

/** ARN of an instance of the same account and partition. */

function factsOf(primary: PrimaryInstance): readonly Fact[] {
  const { id, region, status, engine, engineVersion, replicas } = primary;
  return [
    { label: 'Primary', value: `${id} in ${region} (${status})` },
    { label: 'Primary ARN', value: primary.arn },
    { label: 'Primary engine', value: `${engine} ${engineVersion}, ${primary.instanceClass}` },
    {
      label: 'Availability Zones',
      value: `${primary.availabilityZone}, standby: ${primary.secondaryAvailabilityZone ?? 'none'}`,
    },
    { label: 'Read replicas', value: replicas.join(', ') || 'none' },
  ];
}
