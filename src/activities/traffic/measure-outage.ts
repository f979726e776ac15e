import type { Evidence, Fact, Poll, Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { measureOutage as durationOf } from '../../core/measure-outage.ts';
import type { OutageSlice, UserOutage } from '../../core/outage.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import { type ClientLogInput, type LogEntry, readClientLog } from './client-log.ts';

export interface MeasureOutageInput extends ClientLogInput {
  /** T0 */
  readonly impactAt: Instant;
  /**
   * How long requests must succeed after the last failure before it counts as the last one.
   * @default 5_000
   */
  readonly calmMs?: Ms;
  /**
   * How many requests must succeed after it.
   * @default 10
   */
  readonly calmRequests?: number;
  /**
   * From this instant on, whatever is known is told, also when requests still fail.
   * @default waits as long as requests fail and are logged
   */
  readonly deadline?: Instant;
  /**
   * Tell what is found as a fact of this name, and not as what the run's failure did to its users.
   * @default it is that
   */
  readonly asFact?: string;
}

export type MeasuredOutage =
  | { readonly measured: false; readonly reason: string }
  | {
      readonly measured: true;
      /** Time without service; 0 when no request failed. */
      readonly outageMs: Ms;
      readonly isOver: boolean;
    };

/** Users may have noticed before anybody else did. */
const CALM_REQUESTS = 10;
const BEFORE_IMPACT_MS: Ms = 30_000;
/** A log with nothing newer than this is not written any more. */
const SILENT_MS: Ms = 60_000;
const MOST_SLICES = 120;

/**
 * Reads from a client's own log what users saw of the failure, once requests succeed again.
 * A log that cannot be read fails nothing; then the outage is not measured.
 */
export const measureOutage: Probe<MeasureOutageInput, MeasuredOutage, Services> = {
  kind: 'probe',
  name: 'traffic.measure-outage',
  waitsOn: 'tool',
  iam: [],
  pollEvery: { initialMs: 500, maxMs: 3_000, factor: 1.5 },
  plan: ({ log }) => ({
    calls: [{ service: 'log', operation: 'Read', parameters: { Log: log }, mutating: false }],
    output: { measured: false, reason: 'nothing has run' },
  }),
  async poll(context, input) {
    const { log, source = log, impactAt, deadline, asFact } = input;
    const from = new Date(Date.parse(impactAt) - BEFORE_IMPACT_MS).toISOString();
    const read = await readClientLog(context, input, from);
    if ('unreadable' in read)
      return notMeasured(`the log ${log} cannot be read: ${read.unreadable}`, asFact);
    const { malformed, everyMs } = read;
    const entries = ofThisImpact(read.entries, input);
    const newest = entries.at(-1)?.at;
    const now = context.clock.now();
    const isLate = deadline !== undefined && now >= Date.parse(deadline);
    const isSilent = now - Date.parse(newest ?? impactAt) > SILENT_MS;
    const waiting = waitingFor(entries, input);
    if (waiting !== undefined && !isLate && !isSilent) {
      return { status: 'pending', progress: { message: waiting } };
    }
    if (newest === undefined) {
      return notMeasured(`the log ${log} has no request since ${from}`, asFact);
    }
    const outage: UserOutage = {
      source,
      ...failuresOf(entries),
      sent: entries.length,
      failed: entries.filter(({ ok }) => !ok).length,
      everyMs,
      slices: sliced(entries),
    };
    const facts = [
      ...(malformed > 0
        ? [fact('Log lines left out', `${malformed} of ${log} are malformed`)]
        : []),
      ...(waiting !== undefined && isSilent
        ? [fact('Log of the client', `ends at ${newest}`)]
        : []),
    ];
    return asFact === undefined ? measured(outage, facts) : told(outage, asFact, facts);
  },
};

/**
 * Without what failed before and had long been over at T0, such as the outage of another run. Failures that reach up to
 * T0 count: users may see them before anybody declares them.
 */
function ofThisImpact(
  entries: readonly LogEntry[],
  { impactAt, calmRequests = CALM_REQUESTS }: MeasureOutageInput,
): readonly LogEntry[] {
  let calm = 0;
  for (let index = entries.findLastIndex(({ at }) => at < impactAt); index >= 0; index -= 1) {
    const isOver = calm >= calmRequests;
    calm = entries[index]?.ok ? calm + 1 : 0;
    if (calm === 0 && isOver) return entries.slice(index + 1);
  }
  return entries;
}

/** What has to be logged before the last failure counts as the last one. */
function waitingFor(
  entries: readonly LogEntry[],
  { impactAt, calmMs = 5_000, calmRequests = CALM_REQUESTS }: MeasureOutageInput,
): string | undefined {
  const last = entries.findLastIndex(({ ok }) => !ok);
  const newest = entries.at(-1);
  if (!newest) return 'no request is logged yet';
  const calmFrom = entries[last]?.at ?? impactAt;
  const succeeded = entries.slice(last + 1).filter(({ at }) => at >= calmFrom).length;
  const calm = Date.parse(newest.at) - Date.parse(calmFrom);
  if (succeeded === 0 && last >= 0) return 'requests still fail';
  if (calm >= calmMs && succeeded >= calmRequests) return undefined;
  return `${succeeded} requests in ${formatDuration(Math.max(0, calm))} without a failure`;
}

function failuresOf(
  entries: readonly LogEntry[],
): Pick<UserOutage, 'firstFailureAt' | 'lastFailureAt' | 'recoveredAt'> {
  const first = entries.find(({ ok }) => !ok);
  const last = entries.findLastIndex(({ ok }) => !ok);
  const failure = entries[last];
  if (!first || !failure) return {};
  const recovered = entries[last + 1];
  return {
    firstFailureAt: first.at,
    lastFailureAt: failure.at,
    ...(recovered && { recoveredAt: recovered.at }),
  };
}

/** As many slices as a chart can show, none shorter than a millisecond. */
function sliced(entries: readonly LogEntry[]): readonly OutageSlice[] {
  const times = entries.map(({ at }) => Date.parse(at));
  const start = times[0] ?? 0;
  const span = (times.at(-1) ?? start) - start + 1;
  const width = Math.ceil(span / MOST_SLICES);
  const slices = Array.from({ length: Math.ceil(span / width) }, (_, index) => ({
    at: new Date(start + index * width).toISOString(),
    ok: 0,
    failed: 0,
  }));
  entries.forEach(({ ok }, index) => {
    const slice = slices[Math.floor(((times[index] ?? start) - start) / width)];
    if (slice) slice[ok ? 'ok' : 'failed'] += 1;
  });
  return slices;
}

function measured(outage: UserOutage, more: readonly Fact[]): Poll<MeasuredOutage> {
  const { ms: outageMs, isOver } = durationOf(outage) ?? { ms: 0, isOver: true };
  return { status: 'done', output: { measured: true, outageMs, isOver }, outage, facts: more };
}

/** As a fact only. */
function told(outage: UserOutage, label: string, more: readonly Fact[]): Poll<MeasuredOutage> {
  const { sent, failed, firstFailureAt } = outage;
  const { ms: outageMs, isOver } = durationOf(outage) ?? { ms: 0, isOver: true };
  const value =
    firstFailureAt === undefined
      ? `none; ${sent} requests succeeded`
      : `${formatDuration(outageMs)}${isOver ? '' : ' so far'} from ${firstFailureAt} on, ${failed} of ${sent} requests failed`;
  const facts = [fact(label, value), ...more];
  return { status: 'done', output: { measured: true, outageMs, isOver }, facts };
}

function notMeasured(reason: string, label = 'Outage'): Poll<MeasuredOutage> & Evidence {
  return {
    status: 'done',
    output: { measured: false, reason },
    facts: [fact(label, `not measured: ${reason}`)],
  };
}

function fact(label: string, value: string): Fact {
  return { label, value };
}
