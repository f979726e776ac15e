import type { MilestoneId } from '../core/milestone.ts';
import type { Ms } from '../core/ports.ts';
import type { StepDeclaration } from '../core/record.ts';
import type { Moment, StepSpan, Timeline } from '../core/timeline.ts';
import type { ReportModel } from './schema.ts';

type CriticalPath = NonNullable<ReportModel['timeline']['criticalPath']>;
type Segment = CriticalPath['segments'][number];

/**
 * The chain of steps that decided when the service was back: from its end backwards,
 * each time the step whose end let the next one begin. Of steps side by side that is the last to end.
 * `null` when there is no T0 to count from.
 */
export function findCriticalPath(
  timeline: Timeline,
  steps: readonly StepDeclaration[],
  recoveredAt: 'T5' | 'T6',
): CriticalPath | null {
  if (timeline.origin !== 'T0') return null;
  const reached = timeline.marks.get(recoveredAt);
  const stop = reached ?? timeline.recoveryEnd;
  const waitsOn = new Map(steps.map((step) => [step.id, step.waitsOn]));
  const segments = walkBack(timeline, stop, reached === undefined).map((segment) => ({
    ...segment,
    waitsOn: segment.step === null ? null : (waitsOn.get(segment.step) ?? null),
  }));
  const to: MilestoneId | null = reached ? recoveredAt : null;
  return { from: 'T0', to, totalMs: stop.ms, segments };
}

function walkBack(timeline: Timeline, stop: Moment, soFar: boolean): Segment[] {
  const segments: Segment[] = [];
  const spans = timeline.spans
    .map((span) => ({ ...span, end: lastSeen(span, stop, soFar) }))
    .filter((span) => span.end !== undefined);
  let until = stop;
  while (until.ms > 0) {
    const span = latestBefore(spans, until);
    const endMs = Math.max(0, span?.end?.ms ?? 0);
    segments.push(...idle(timeline, endMs, until.ms));
    if (!span || endMs <= 0) break;
    const startMs = Math.max(0, span.start.ms);
    segments.push({
      step: span.step,
      kind: 'step',
      waitsOn: null,
      startMs,
      endMs,
      pausedMs: paused(timeline, span.step, startMs, endMs),
    });
    until = span.start;
  }
  return segments.reverse();
}

/** A cancelled or open step let nothing begin; only of a run that was cut short it tells what the time went to. */
function lastSeen(span: StepSpan, stop: Moment, soFar: boolean): Moment | undefined {
  if (span.outcome === 'ended') return span.end;
  if (!soFar || span.start.seq >= stop.seq) return undefined;
  return span.end ?? { seq: stop.seq - 0.5, ms: stop.ms };
}

function latestBefore(spans: readonly StepSpan[], until: Moment): StepSpan | undefined {
  let latest: StepSpan | undefined;
  for (const span of spans) {
    if (!span.end || span.end.seq >= until.seq) continue;
    if (!latest?.end || span.end.seq > latest.end.seq) latest = span;
  }
  return latest;
}

/** Time without a step, latest first: before the run was opened, or between two steps. */
function idle(timeline: Timeline, startMs: Ms, endMs: Ms): Segment[] {
  const opened = Math.max(startMs, Math.min(endMs, timeline.opened.ms));
  return [gap('between-steps', opened, endMs), gap('before-run', startMs, opened)].filter(
    (one) => one.endMs > one.startMs,
  );
}

function gap(kind: 'before-run' | 'between-steps', startMs: Ms, endMs: Ms): Segment {
  return { step: null, kind, waitsOn: null, startMs, endMs, pausedMs: 0 };
}

function paused(timeline: Timeline, step: string, startMs: Ms, endMs: Ms): Ms {
  return timeline.pauses
    .filter((pause) => pause.step === step)
    .reduce(
      (sum, pause) =>
        sum + Math.max(0, Math.min(endMs, pause.endMs) - Math.max(startMs, pause.startMs)),
      0,
    );
}
