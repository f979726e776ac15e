import { formatDuration } from '../core/duration.ts';
import type { Ms } from '../core/ports.ts';
import type { JournalRecord } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import { type TimeToRecovery, timeToRecovery } from '../core/time-to-recovery.ts';
import { readTimeline, type Timeline } from '../core/timeline.ts';

/** How the time of the RTO is shared out at one moment; `undefined` before T0. */
export function timeAt(state: RunState, timeline: Timeline, now: Ms): TimeToRecovery | undefined {
  const nowMs = timeline.last.ms + Math.max(0, now - Date.parse(state.lastAt));
  return timeToRecovery(timeline, state.steps, state.runbook.recoveredAt ?? 'T5', nowMs);
}

/** How it was shared out in the end. */
export function timeOf(
  state: RunState,
  records: readonly JournalRecord[],
): TimeToRecovery | undefined {
  return timeAt(state, readTimeline(records, state), Date.parse(state.lastAt));
}

/** e.g. `people 32 min · AWS 2 h 09 min · tool 4.0 s · before the run 7 min` */
export function timeParts({ peopleMs, awsMs, toolMs, beforeRunMs }: TimeToRecovery): string {
  return [
    `people ${formatDuration(peopleMs)}`,
    `AWS ${formatDuration(awsMs)}`,
    `tool ${formatDuration(toolMs)}`,
    ...(beforeRunMs > 0 ? [`before the run ${formatDuration(beforeRunMs)}`] : []),
  ].join(' · ');
}
