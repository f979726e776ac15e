import { measureOutage } from '../core/measure-outage.ts';
import type { RunState } from '../core/run-state.ts';
import type { Timeline } from '../core/timeline.ts';
import type { ReportModel } from './schema.ts';

/** What a client of the service saw, on the report's own axis of time. */
export function reportOutage(
  { outage }: RunState,
  { originAt }: Timeline,
): NonNullable<ReportModel['outage']> | null {
  if (!outage) return null;
  const { source, firstFailureAt, lastFailureAt, recoveredAt, sent, failed, everyMs } = outage;
  const origin = Date.parse(originAt);
  return {
    source,
    firstFailureAt: firstFailureAt ?? null,
    lastFailureAt: lastFailureAt ?? null,
    recoveredAt: recoveredAt ?? null,
    durationMs: measureOutage(outage)?.ms ?? null,
    errorMs: everyMs,
    sent,
    failed,
    slices: outage.slices.map(({ at, ok, failed: lost }) => ({
      at,
      offsetMs: Date.parse(at) - origin,
      ok,
      failed: lost,
    })),
  };
}

/** Writes that were acknowledged and are gone. */
export function reportLostWrites({ lostWrites }: RunState): ReportModel['lostWrites'] {
  if (!lostWrites) return null;
  const { source, acknowledged, lost, first, everyMs } = lostWrites;
  return {
    source,
    acknowledged,
    lost,
    first: first ? { key: first.key, at: first.at } : null,
    errorMs: everyMs,
  };
}

/** How long the way back took, where the run has gone it. */
export function reportFailback(state: RunState, { marks }: Timeline): ReportModel['failback'] {
  const [moved, back] = [marks.get('T6'), marks.get('T7')];
  if (!moved || !back || back.ms < moved.ms) return null;
  const { T6, T7 } = state.milestones;
  return { tookMs: back.ms - moved.ms, errorMs: (T6?.errorMs ?? 0) + (T7?.errorMs ?? 0) };
}
