import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type Mutation, type Poll } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import {
  describeKnown,
  isBroken,
  type KnownInstance,
  plannedLook,
  type RdsContext,
} from './describe-instance.ts';
import { eventsSince } from './instance-events.ts';
import { pending } from './pending.ts';
import { sourceOf } from './replication.ts';
import { given } from './source-instance.ts';

export interface PromoteReadReplicaInput extends KnownInstance {
  /** RDS would take 1 day, whatever the primary had. */
  readonly backupRetentionDays: number;
}

export type PromotionReceipt = {
  readonly requestedAt: Instant;
  /** False: it was promoted, or being promoted, already. */
  readonly asked: boolean;
};

export interface PromotedInstance {
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly endpoint: { readonly host: string; readonly port: number };
  /** When it was seen to be no replica any more, and to serve. */
  readonly promotedAt: Instant;
  readonly masterUser: string;
}

/**
 * Makes a primary of a read replica. There is no way back: what is promoted never follows its source again.
 * Fails with `DB_INSTANCE_NOT_FOUND`, `PROMOTION_FAILED` or `INSTANCE_REPLACED` (class `safety`).
 */
export const promoteReadReplica: Mutation<
  PromoteReadReplicaInput,
  PromotionReceipt,
  PromotedInstance,
  Services
> = {
  kind: 'mutation',
  name: 'rds.promote-read-replica',
  waitsOn: 'aws',
  iam: ['rds:DescribeDBInstances', 'rds:DescribeEvents', 'rds:PromoteReadReplica'],
  pollEvery: { initialMs: 500, maxMs: 2_000, factor: 1.4 },
  plan: (input) => ({
    calls: [
      plannedLook(input.id),
      {
        service: 'rds',
        operation: 'PromoteReadReplica',
        parameters: promotion(input),
        mutating: true,
      },
    ],
    output: {
      region: input.region,
      id: input.id,
      arn: AT_THE_RUN,
      resourceId: input.resourceId,
      endpoint: { host: AT_THE_RUN, port: 0 },
      promotedAt: AT_THE_RUN,
      masterUser: AT_THE_RUN,
    },
  }),
  async start(context, input) {
    const instance = await describeKnown(context, input);
    const receipt = { requestedAt: instantNow(context) };
    if (sourceOf(instance) === undefined) return { ...receipt, asked: false };
    demandIdle(instance, input);
    const rds = await context.services.aws.rds(input.region);
    await rds.promoteReadReplica(promotion(input));
    return { ...receipt, asked: true };
  },
  poll: pollPromotion,
  async adopt(context, input) {
    const { clock } = context;
    const requestedAt = instantNow(context);
    const giveUpAt = clock.monotonic() + LOOK_FOR_MS;
    for (;;) {
      const instance = await describeKnown(context, input);
      if (sourceOf(instance) === undefined) return { requestedAt, asked: true };
      const { DBInstanceStatus: status = 'unknown' } = instance;
      // Nothing is going on. Should the call be on its way all the same, RDS refuses the second one.
      if (status === 'available' || status === 'backing-up') return undefined;
      if (clock.monotonic() >= giveUpAt) throw inDoubt(input, status);
      await clock.sleep(LOOK_AGAIN_MS, context.signal);
    }
  },
};

const LOOK_AGAIN_MS: Ms = 500;
/** Within the time of one attempt. */
const LOOK_FOR_MS: Ms = 20_000;

/** RDS promotes none that is being backed up or changed. */
function demandIdle(instance: DBInstance, { id, region }: PromoteReadReplicaInput): void {
  const { DBInstanceStatus: status = 'unknown' } = instance;
  if (status === 'available') return;
  if (isBroken(status)) throw failed(id, status);
  throw new KunrenError({
    code: status === 'backing-up' ? 'REPLICA_BACKING_UP' : 'REPLICA_BUSY',
    message: `The replica ${id} in ${region} is ${status}; RDS promotes it only after that.`,
    retryable: true,
  });
}

/** It is being changed, and only the end of that tells whether it was promoted. */
function inDoubt({ id, region }: PromoteReadReplicaInput, status: string): KunrenError {
  return new KunrenError({
    code: 'PROMOTION_IN_DOUBT',
    message: `The replica ${id} in ${region} is ${status}; whether it is being promoted is not known yet.`,
    retryable: true,
  });
}

/**
 * Right after the call RDS still says `available`: only an instance that follows nobody any more, and whose backup
 * retention is set, is promoted. Its first backup begins at once, and it takes writes meanwhile.
 */
async function pollPromotion(
  context: RdsContext,
  input: PromoteReadReplicaInput,
  receipt: PromotionReceipt,
): Promise<Poll<PromotedInstance>> {
  const instance = await describeKnown(context, input);
  const { DBInstanceStatus: status = 'unknown', Endpoint: endpoint } = instance;
  if (isBroken(status)) throw failed(input.id, status);
  const events = await eventsSince(context, input, receipt.requestedAt);
  if (sourceOf(instance) !== undefined) {
    const [newest] = events;
    return pending(`${status}, still a replica${newest ? ` (RDS says: ${newest.message})` : ''}`);
  }
  if (status !== 'available' && status !== 'backing-up') return pending(status);
  const event = events.find(({ message }) => /promot/i.test(message));
  if (!event && instance.PendingModifiedValues?.BackupRetentionPeriod !== undefined) {
    return pending(`${status}, its backup retention is not set yet`);
  }
  if (endpoint?.Address === undefined || endpoint.Port === undefined) {
    return pending(`${status}, no endpoint yet`);
  }
  const promotedAt = instantNow(context);
  return {
    status: 'done',
    output: {
      region: input.region,
      id: input.id,
      arn: given(instance.DBInstanceArn, 'DBInstanceArn'),
      resourceId: input.resourceId,
      endpoint: { host: endpoint.Address, port: endpoint.Port },
      promotedAt,
      masterUser: given(instance.MasterUsername, 'MasterUsername'),
    },
    facts: [
      { label: 'Promoted', value: `${input.id} in ${input.region}, seen at ${promotedAt}` },
      { label: 'Endpoint', value: `${endpoint.Address}:${endpoint.Port}` },
      ...(receipt.asked
        ? []
        : [{ label: 'Promotion', value: 'it was no replica any more when it was to be promoted' }]),
      ...(event ? [{ label: 'RDS event', value: `${event.message} (${event.at})` }] : []),
    ],
  };
}

function failed(id: string, status: string): KunrenError {
  return new KunrenError({
    code: 'PROMOTION_FAILED',
    message: `The replica ${id} is ${status} and cannot be promoted.`,
    details: { status },
  });
}

function promotion({ id, backupRetentionDays }: PromoteReadReplicaInput) {
  return { DBInstanceIdentifier: id, BackupRetentionPeriod: backupRetentionDays };
}
