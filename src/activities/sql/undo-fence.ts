import type { Endpoint } from '@aws-sdk/client-rds';
import type { ActivityContext, Poll, Undo } from '../../core/activity.ts';
import { failureOf, KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import type { RemovalProof } from '../../core/resource.ts';
import { describeByResourceId, describeInstance } from '../rds/describe-instance.ts';
import { sourceOf } from '../rds/replication.ts';
import type { Services } from '../services.ts';
import { plannedQuery } from './check-statement.ts';
import { hasMark, isFenced, isStandby, reach, removeFence } from './fence.ts';
import type { FenceReceipt, FenceWritesInput } from './fence-writes.ts';
import { openDatabase } from './postgres-fence.ts';
import { takesWrites } from './try-write.ts';

/** How long a server that should be there is looked for. */
const LOOK_FOR_MS: Ms = 30_000;
/** How long one is that was seen to be promoted. */
const OPEN_WITHIN_MS: Ms = 3_000;

/**
 * Lifts the fence of a run that did not complete, while nothing else has taken the old primary's place. Once something
 * has, the fence stays; but where it has come with the data to what was promoted, it is lifted there: nobody would take
 * writes. Fails with `FENCE_STAYS` (class `safety`), or with `FENCE_NOT_LIFTED` when the server cannot be reached.
 */
export const liftOnUndo: Undo<FenceWritesInput, Services, FenceReceipt> = {
  when: 'unless-completed',
  iam: ['rds:DescribeDBInstances'],
  plan: ({ access }) => [
    plannedQuery(undefined, { text: openDatabase(access.database), values: [] }, true),
  ],
  async start(context, input, receipt) {
    const { access } = input;
    const reached = await reach(context, access, 0, (session) => hasMark(session, context.run));
    // What cannot be reached is judged by the look that follows.
    if ('unreachable' in reached || !reached.answer) return;
    await demandReplica(context, input, receipt);
    await reach(context, access, 0, (session) => removeFence(session, access));
  },
  async poll(context, input, receipt) {
    const { access } = input;
    if (await isServerGone(context, input)) return GONE;
    const neverSet = receipt?.fenced === 'unreachable';
    const look = await reach(context, access, neverSet ? 0 : LOOK_FOR_MS, async (session) => ({
      marked: await hasMark(session, context.run),
      closed: await isFenced(session),
      writes: await takesWrites(session, context.run),
    }));
    if ('unreachable' in look) {
      return neverSet ? proof('never set') : judgeUnreachable(context, input, receipt);
    }
    const { marked, closed, writes } = look.answer;
    if (marked) return { status: 'pending', progress: { message: 'the fence still stands' } };
    if (closed) return proof('on, and not set by this run');
    return writes
      ? proof('off, and a write went through')
      : { status: 'pending', progress: { message: 'the database takes no writes yet' } };
  },
};

/** Writes may return to the old primary only as long as there is no new one. */
async function demandReplica(
  context: ActivityContext<Services>,
  input: FenceWritesInput,
  receipt: FenceReceipt | undefined,
): Promise<void> {
  const { primary, replica } = input;
  const { instance } = await describeByResourceId(context, replica);
  const { DBInstanceStatus: status } = instance ?? {};
  const stays = (why: string) =>
    new KunrenError({
      code: 'FENCE_STAYS',
      message: `${primary.id} in ${primary.region} stays fenced: ${replica.id} in ${replica.region} ${why}, and two primaries would take writes.`,
      class: 'safety',
    });
  if (!instance) throw stays('is not there any more');
  if (sourceOf(instance) === undefined) {
    await openPromoted(context, input, receipt, instance.Endpoint);
    throw stays('was promoted');
  }
  if (status === 'available' || status === 'backing-up') return;
  throw new KunrenError({
    code: 'REPLICA_BUSY',
    message: `${replica.id} in ${replica.region} is ${status}: it may be being promoted, so the fence is not lifted now.`,
    retryable: true,
  });
}

/** Takes the fence away that has come with the data, and no other. */
async function openPromoted(
  context: ActivityContext<Services>,
  { access }: FenceWritesInput,
  receipt: FenceReceipt | undefined,
  { Address: host, Port: port }: Endpoint = {},
): Promise<void> {
  if (receipt?.fenced !== 'yes' || host === undefined || port === undefined) return;
  const promoted = { ...access, host, port };
  await reach(context, promoted, OPEN_WITHIN_MS, async (session) => {
    const marked = await hasMark(session, context.run, receipt.since);
    if (marked && !(await isStandby(session))) await removeFence(session, promoted);
  });
}

const GONE: Poll<RemovalProof> = {
  status: 'done',
  output: { call: 'rds:DescribeDBInstances', observed: 'DBInstanceNotFound' },
};

/** Whether RDS says that the instance is not there any more; where its resource id is known, under no name. */
async function isServerGone(
  context: ActivityContext<Services>,
  { primary: { region, id, resourceId } }: FenceWritesInput,
): Promise<boolean> {
  try {
    const { instance } =
      resourceId === undefined
        ? await describeInstance(context, id, region)
        : await describeByResourceId(context, { region, resourceId });
    return instance === undefined;
  } catch (error) {
    context.signal.throwIfAborted();
    if (failureOf(error).class === 'safety') throw error;
    return false;
  }
}

/** The fence stands in a server that nobody reaches. */
async function judgeUnreachable(
  context: ActivityContext<Services>,
  input: FenceWritesInput,
  receipt: FenceReceipt | undefined,
): Promise<never> {
  const { region, id } = input.primary;
  await demandReplica(context, input, receipt);
  throw new KunrenError({
    code: 'FENCE_NOT_LIFTED',
    message: `${id} in ${region} cannot be reached, so the fence is still set in it. Once it is back and is to take writes: ${openDatabase(input.access.database)}`,
  });
}

function proof(observed: string): Poll<RemovalProof> {
  return { status: 'done', output: { call: 'sql: default_transaction_read_only', observed } };
}
