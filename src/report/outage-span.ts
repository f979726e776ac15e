import type { Ms } from '../core/ports.ts';
import type { ReportModel } from './schema.ts';

/** The stretch of time that a chart of the outage shows, and what of it lies where. */
export interface OutageSpan {
  readonly startMs: Ms;
  readonly endMs: Ms;
  /** Length of a slice. */
  readonly sliceMs: Ms;
  /** Requests of the fullest slice; at least 1. */
  readonly most: number;
  /** Milestones within it. */
  readonly milestones: ReportModel['milestones'];
  /** From the first failed request to the first answered one, or to the end of the log. */
  readonly down: { readonly startMs: Ms; readonly endMs: Ms } | null;
  /** The oldest acknowledged write that is lost. */
  readonly lostMs: Ms | null;
}

/** `null` where there are no slices to draw. */
export function outageSpan({
  outage,
  lostWrites,
  milestones,
  timeline,
}: ReportModel): OutageSpan | null {
  const [first, second] = outage?.slices ?? [];
  const last = outage?.slices.at(-1);
  if (!outage || !first || !last) return null;
  const sliceMs = Math.max(1, second ? second.offsetMs - first.offsetMs : outage.errorMs);
  const startMs = first.offsetMs;
  const endMs = last.offsetMs + sliceMs;
  const isInside = (ms: Ms) => ms >= startMs && ms <= endMs;
  const offset = (instant: string | null) =>
    instant === null ? null : Date.parse(instant) - Date.parse(timeline.originAt);
  const failedMs = offset(outage.firstFailureAt);
  const lostMs = offset(lostWrites?.first?.at ?? null);
  return {
    startMs,
    endMs,
    sliceMs,
    most: outage.slices.reduce((most, { ok, failed }) => Math.max(most, ok + failed), 1),
    milestones: milestones.filter(({ offsetMs }) => offsetMs !== null && isInside(offsetMs)),
    down:
      failedMs === null ? null : { startMs: failedMs, endMs: offset(outage.recoveredAt) ?? endMs },
    lostMs: lostMs !== null && isInside(lostMs) ? lostMs : null,
  };
}
