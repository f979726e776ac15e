import type { MilestoneId } from './milestone.ts';
import type { Ms } from './ports.ts';
import type { StepDeclaration } from './record.ts';
import type { Stretch, Timeline } from './timeline.ts';

/** Where the time of the RTO went; the parts add up to the total. */
export interface TimeToRecovery {
  /** `undefined`: not recovered; the time so far. */
  readonly to: MilestoneId | undefined;
  readonly totalMs: Ms;
  readonly peopleMs: Ms;
  readonly awsMs: Ms;
  /** The tool's own work, and the time between two steps. */
  readonly toolMs: Ms;
  /** From a declared T0 until the run was opened. */
  readonly beforeRunMs: Ms;
}

/**
 * Shares the time from T0 to recovery out among those who were waited for. Every step counts from its start to its end,
 * as far as that lies within this window, and each moment counts once: while a person is waited for it is people's,
 * else while AWS is, it is AWS's, and what is left is the tool's. So what is counted once is never taken back.
 * `undefined` without a T0.
 * @param nowMs since the origin of the timeline; where the journal is still being written
 */
export function timeToRecovery(
  timeline: Timeline,
  steps: readonly StepDeclaration[],
  recoveredAt: 'T5' | 'T6',
  nowMs?: Ms,
): TimeToRecovery | undefined {
  if (timeline.origin !== 'T0') return undefined;
  const reached = timeline.marks.get(recoveredAt);
  const totalMs = Math.max(0, reached?.ms ?? endSoFar(timeline, nowMs));
  const stretches = (kind: StepDeclaration['waitsOn']): Stretch[] => {
    const ids = new Set(steps.filter(({ waitsOn }) => waitsOn === kind).map(({ id }) => id));
    return timeline.spans
      .filter(({ step }) => ids.has(step))
      .map(({ start, end }) => ({ startMs: start.ms, endMs: end?.ms ?? totalMs }));
  };
  const people = [...stretches('people'), ...timeline.pauses];
  const before = [{ startMs: 0, endMs: timeline.opened.ms }];
  const withPeople = covered(people, totalMs);
  const withAws = covered([...people, ...stretches('aws')], totalMs);
  const beforeRunMs = covered(before, totalMs);
  return {
    to: reached ? recoveredAt : undefined,
    totalMs,
    peopleMs: withPeople,
    awsMs: withAws - withPeople,
    toolMs: totalMs - withAws - beforeRunMs,
    beforeRunMs,
  };
}

/** While a run goes on it is now; a run that cleans up recovers nothing any more. */
function endSoFar({ recoveryEnd, last }: Timeline, nowMs: Ms | undefined): Ms {
  const isOver = recoveryEnd.seq <= last.seq;
  return isOver || nowMs === undefined ? recoveryEnd.ms : Math.max(recoveryEnd.ms, nowMs);
}

/** Time between 0 and `endMs` that any of the stretches covers. */
function covered(stretches: readonly Stretch[], endMs: Ms): Ms {
  let sum = 0;
  let until = 0;
  for (const stretch of stretches.toSorted((a, b) => a.startMs - b.startMs)) {
    const from = Math.max(until, stretch.startMs);
    const to = Math.min(endMs, stretch.endMs);
    if (to <= from) continue;
    sum += to - from;
    until = to;
  }
  return sum;
}
