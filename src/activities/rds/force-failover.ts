import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type Mutation, type Poll } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import {
  describeKnown,
  type KnownInstance,
  plannedLook,
  type RdsContext,
  VISIBILITY_MS,
} from './describe-instance.ts';
import { notMultiAz } from './inspect-primary.ts';
import { eventsSince, type InstanceEvent } from './instance-events.ts';
import { pending } from './pending.ts';
import { given } from './source-instance.ts';

export interface ForceFailoverInput extends KnownInstance {
  /** Zone that it is to leave, as it was inspected. Once it has left, it is not made to move again. */
  readonly availabilityZone: string;
  /** When that was inspected: failovers of before do not count. */
  readonly inspectedAt: Instant;
}

export type FailoverReceipt = {
  readonly zoneBefore: string;
  readonly requestedAt: Instant;
  /** False: it had moved, or was moving, before it was asked to. RDS fails over by itself when a zone fails. */
  readonly asked: boolean;
};

export interface Failover {
  readonly startedAt: Instant;
  /** When it was seen to have moved and to be available. */
  readonly completedAt: Instant;
  readonly zoneBefore: string;
  readonly zoneAfter: string;
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly asked: boolean;
}

/**
 * Moves a Multi-AZ instance to its standby, out of the zone that is named; an instance that has left that zone stays
 * where it is, since a second failover would bring it back.
 * Fails with `NOT_MULTI_AZ` (class `input`), `FAILOVER_REFUSED` or `INSTANCE_REPLACED` (class `safety`).
 */
export const forceFailover: Mutation<ForceFailoverInput, FailoverReceipt, Failover, Services> = {
  kind: 'mutation',
  name: 'rds.force-failover',
  waitsOn: 'aws',
  iam: ['rds:DescribeDBInstances', 'rds:DescribeEvents', 'rds:RebootDBInstance'],
  pollEvery: { initialMs: 500, maxMs: 2_000, factor: 1.4 },
  // `adopt` keeps looking for as long as an effect may stay invisible.
  attemptTimeoutMs: VISIBILITY_MS + 60_000,
  plan: ({ id, availabilityZone }) => ({
    calls: [
      plannedLook(id),
      { service: 'rds', operation: 'RebootDBInstance', parameters: reboot(id), mutating: true },
    ],
    output: {
      startedAt: AT_THE_RUN,
      completedAt: AT_THE_RUN,
      zoneBefore: availabilityZone,
      zoneAfter: AT_THE_RUN,
      endpoint: { host: AT_THE_RUN, port: 0 },
      asked: true,
    },
  }),
  async start(context, input) {
    const instance = await describeKnown(context, input);
    if (instance.MultiAZ !== true) throw notMultiAz(input.id);
    const requestedAt = instantNow(context);
    const receipt = { zoneBefore: input.availabilityZone, requestedAt };
    if (await showsFailover(context, input, instance)) return { ...receipt, asked: false };
    const rds = await context.services.aws.rds(input.region);
    await rds.rebootDBInstance(reboot(input.id));
    return { ...receipt, asked: true };
  },
  poll: pollFailover,
  async adopt(context, input) {
    const { clock } = context;
    const settleMs = context.environment === 'sandbox' ? SANDBOX_SETTLE_MS : VISIBILITY_MS;
    const requestedAt = instantNow(context);
    let quietSince = clock.monotonic();
    for (;;) {
      const instance = await describeKnown(context, input);
      if (await showsFailover(context, input, instance)) {
        return { zoneBefore: input.availabilityZone, requestedAt, asked: true };
      }
      if (instance.DBInstanceStatus !== 'available') quietSince = clock.monotonic();
      else if (clock.monotonic() - quietSince >= settleMs) return undefined;
      await clock.sleep(LOOK_AGAIN_MS, context.signal);
    }
  },
};

const LOOK_AGAIN_MS: Ms = 500;
/** The sandbox shows what it does at once, unless it was told to answer stale. */
const SANDBOX_SETTLE_MS: Ms = 2_000;

/** It is elsewhere, or RDS says that it is being moved. A status alone shows neither: any reboot has the same. */
async function showsFailover(
  context: RdsContext,
  input: ForceFailoverInput,
  instance: DBInstance,
): Promise<boolean> {
  if (hasMoved(input, instance)) return true;
  const [newest] = await failoverEvents(context, input, input.inspectedAt);
  return newest !== undefined && !isRefusal(newest);
}

/** The zones change some time after the failover, and not always together. */
function hasMoved({ availabilityZone: before }: ForceFailoverInput, instance: DBInstance): boolean {
  const { AvailabilityZone: zone, SecondaryAvailabilityZone: secondary } = instance;
  return (zone !== undefined && zone !== before) || secondary === before;
}

async function failoverEvents(
  context: RdsContext,
  input: ForceFailoverInput,
  since: Instant,
): Promise<readonly InstanceEvent[]> {
  const events = await eventsSince(context, input, since);
  return events.filter(({ message }) => /\bfailover\b/i.test(message));
}

/** e.g. `Abandoning user requested failover since a failover recently occurred on the database instance.` */
function isRefusal({ message }: InstanceEvent): boolean {
  return /abandon|fail(ed|ure)\b/i.test(message);
}

/** A stale `available` in the old zone is not the end: the instance must have moved. */
async function pollFailover(
  context: RdsContext,
  input: ForceFailoverInput,
  receipt: FailoverReceipt,
): Promise<Poll<Failover>> {
  const instance = await describeKnown(context, input);
  const { DBInstanceStatus: status = 'unknown', AvailabilityZone: zone } = instance;
  const { zoneBefore, asked } = receipt;
  const events = await failoverEvents(context, input, input.inspectedAt);
  if (zone === undefined || zone === zoneBefore || status !== 'available') {
    demandNoRefusal(input, receipt, events[0]);
    return pending(`${status}, shown in ${zone ?? 'no zone'}`);
  }
  const completedAt = instantNow(context);
  const completed = events.find(({ message }) => /complete/i.test(message));
  return {
    status: 'done',
    output: {
      startedAt: receipt.requestedAt,
      completedAt,
      zoneBefore,
      zoneAfter: zone,
      endpoint: {
        host: given(instance.Endpoint?.Address, 'Endpoint.Address'),
        port: given(instance.Endpoint?.Port, 'Endpoint.Port'),
      },
      asked,
    },
    facts: [
      { label: 'Failed over', value: `from ${zoneBefore} to ${zone}, seen at ${completedAt}` },
      ...(asked
        ? []
        : [{ label: 'Failover', value: 'begun by RDS itself, before it was asked to' }]),
      {
        label: 'RDS event',
        value: completed
          ? `${completed.message} (${completed.at ?? 'time not told'})`
          : 'none seen yet; the changed zone is the proof',
      },
    ],
  };
}

/** RDS takes the call, and may say only later that it will not do it. */
function demandNoRefusal(
  { id }: ForceFailoverInput,
  { requestedAt }: FailoverReceipt,
  newest: InstanceEvent | undefined,
): void {
  if (!newest?.at || !isRefusal(newest) || newest.at < requestedAt) return;
  throw new KunrenError({
    code: 'FAILOVER_REFUSED',
    message: `RDS does not fail ${id} over. It says: ${newest.message}`,
  });
}

function reboot(id: string) {
  return { DBInstanceIdentifier: id, ForceFailover: true };
}
