import { byMethod, measured } from './measured.ts';
import type { Milestone } from './milestone.ts';
import type { Instant, Ms } from './ports.ts';
import type { RunState } from './run-state.ts';
import type { Method } from './tell-method.ts';
import type { Measure, NotApplicable } from './verdict.ts';

/** How much data is gone, back from T0, as one way of looking found it. */
interface Loss {
  readonly ms: Ms;
  /** It may be smaller by at most this. */
  readonly errorMs: Ms;
}

interface LossOfRows extends Loss {
  readonly by: Extract<Method, { readonly code: 'newest-row' }>;
}

interface LossOfWrites extends Loss {
  readonly by: Extract<Method, { readonly code: 'writes' }>;
}

/** Of a recovery that concerns no data. */
export const RPO_NOT_APPLICABLE: NotApplicable = {
  ...byMethod({ code: 'no-data' }),
  result: 'not-applicable',
};

/**
 * How much data was lost: by the newest row of the recovered data, by the writes that a client was told are safe and
 * that are gone, or by both, and then the larger counts. What only metadata says is a bound and measures nothing.
 */
export function judgeRpo(state: RunState): Measure | NotApplicable {
  const objectiveMs = state.drill.objectives.rpoMs;
  if (objectiveMs === undefined) return RPO_NOT_APPLICABLE;
  const impact = state.milestones.T0;
  // What was known of later says nothing about the data of before; a failback asks for such figures too.
  const bounds = impact
    ? state.bounds
        .map(({ source, instant }) => ({ source, ms: before(impact, instant) }))
        .filter(({ ms }) => ms >= 0)
        .filter(isFirstOf)
    : [];
  const shown = bounds.length > 0 ? { bounds } : {};
  const loss = impact && lossOf(state, impact);
  const isOfUnknownAge = hasLossOfUnknownAge(state);
  if (loss) {
    const { ms: actualMs, errorMs, by: measuredBy } = loss;
    const measure = measured({ objectiveMs, actualMs, errorMs, measuredBy });
    // More may be gone than was found, never less.
    if (!isOfUnknownAge || measure.result === 'missed') return { ...measure, ...shown };
  }
  const why = isOfUnknownAge ? 'lost-since-unknown' : bounds.length > 0 ? 'only-bounds' : undefined;
  const how = byMethod({ code: 'not-measured', ...(why && { why }) });
  return { objectiveMs, ...how, result: 'unproven', ...shown };
}

/** The same figure is asked for at more than one gate. */
function isFirstOf(bound: Bound, index: number, all: readonly Bound[]): boolean {
  return all.findIndex(({ source, ms }) => source === bound.source && ms === bound.ms) === index;
}

type Bound = NonNullable<Measure['bounds']>[number];

function lossOf(state: RunState, impact: Milestone): (Loss & { readonly by: Method }) | undefined {
  const rows = byNewestRow(state, impact);
  const writes = byLostWrites(state, impact);
  return rows && writes ? larger(rows, writes) : (rows ?? writes);
}

/** By the stalest of the newest rows: data is only as fresh as its oldest part. */
function byNewestRow({ checks }: RunState, impact: Milestone): LossOfRows | undefined {
  const [stalest] = checks
    .flatMap(({ id, kind, newest }) => (kind === 'newest' && newest ? [{ id, ...newest }] : []))
    .sort((a, b) => (a.instant < b.instant ? -1 : 1));
  return (
    stalest && {
      ms: Math.max(0, before(impact, stalest.instant)),
      errorMs: stalest.errorMs + impact.errorMs,
      by: { code: 'newest-row', check: stalest.id },
    }
  );
}

/** Writes that nobody looked for prove nothing. */
function byLostWrites({ lostWrites }: RunState, impact: Milestone): LossOfWrites | undefined {
  if (!lostWrites || lostWrites.acknowledged === 0) return undefined;
  const { acknowledged, lost, first, everyMs } = lostWrites;
  const by = { code: 'writes', acknowledged, lost } as const;
  if (lost === 0) return { ms: 0, errorMs: 0, by };
  return (
    first && {
      // However close to T0 it was, a write that is gone is no loss of nothing.
      ms: Math.max(1, everyMs, before(impact, first.at)),
      errorMs: everyMs + impact.errorMs,
      by,
    }
  );
}

function hasLossOfUnknownAge({ lostWrites }: RunState): boolean {
  return lostWrites !== undefined && lostWrites.lost > 0 && !lostWrites.first;
}

/** The true loss is no smaller than what is sure of either. */
function larger(rows: LossOfRows, writes: LossOfWrites): Loss & { readonly by: Method } {
  const ms = Math.max(rows.ms, writes.ms);
  const sureMs = Math.max(rows.ms - rows.errorMs, writes.ms - writes.errorMs);
  const { acknowledged, lost } = writes.by;
  const by = { code: 'row-and-writes', check: rows.by.check, acknowledged, lost } as const;
  return { ms, errorMs: ms - sureMs, by };
}

function before(impact: Milestone, instant: Instant): Ms {
  return Date.parse(impact.instant) - Date.parse(instant);
}
