import type { JournalRecord } from '../core/record.ts';
import { CLEANUP_STEP, type RunState, type StepState } from '../core/run-state.ts';
import type { Timeline } from '../core/timeline.ts';
import { isSlowerThan } from '../core/usual-duration.ts';
import { reportUsual } from './report-context.ts';
import { reportFailure } from './report-result.ts';
import type { ReportModel } from './schema.ts';

type Step = ReportModel['steps'][number];
type Call = ReportModel['calls'][number];

/** Every call to a service; what an undo called stands under the clean-up step. */
export function reportCalls(records: readonly JournalRecord[]): Call[] {
  const calls: Call[] = [];
  let cleaningUp = false;
  for (const record of records) {
    if (record.type === 'cleanup.started') cleaningUp = true;
    if (record.type !== 'call.completed') continue;
    const { activity, requestId, httpStatus, error, ...call } = record.data;
    calls.push({
      at: record.at,
      step: cleaningUp ? CLEANUP_STEP : activity,
      service: call.service,
      operation: call.operation,
      mutating: call.mutating,
      region: call.region,
      requestId: requestId ?? null,
      httpStatus: httpStatus ?? null,
      durationMs: call.durationMs,
      error: error ? { code: error.code, message: error.message } : null,
    });
  }
  return calls;
}

/** The steps of the runbook in its order, with what happened in each. */
export function reportSteps(
  state: RunState,
  timeline: Timeline,
  calls: readonly Call[],
  critical: ReadonlySet<string | null>,
): Step[] {
  const callsOf = Map.groupBy(calls, ({ step }) => step);
  const spansOf = Map.groupBy(timeline.spans, ({ step }) => step);
  return state.steps.map((step) => {
    const own = callsOf.get(step.id) ?? [];
    const usual = state.earlier?.usual[step.id];
    const isDone = step.status === 'done' && step.durationMs !== undefined;
    return {
      ...reportStep(step),
      calls: own.length,
      mutatingCalls: own.filter(({ mutating }) => mutating).length,
      spans: (spansOf.get(step.id) ?? []).map(({ start, end }) => ({
        startMs: start.ms,
        endMs: Math.max(start.ms, end?.ms ?? timeline.last.ms),
        open: end === undefined,
      })),
      critical: critical.has(step.id),
      usual: reportUsual(usual),
      slower: isDone && usual !== undefined && isSlowerThan(step.durationMs ?? 0, usual),
      input: step.input ?? null,
      output: step.output ?? null,
    };
  });
}

/** What takes more than the step itself to tell. */
type Added =
  | 'calls'
  | 'mutatingCalls'
  | 'spans'
  | 'critical'
  | 'usual'
  | 'slower'
  | 'input'
  | 'output';

function reportStep(step: StepState): Omit<Step, Added> {
  return {
    id: step.id,
    title: step.title,
    titles: step.titles ?? null,
    activity: step.activity ?? null,
    kind: step.kind,
    actor: step.waitsOn === 'people' || step.kind === 'human' ? 'people' : 'automation',
    waitsOn: step.waitsOn,
    status: step.status,
    startedAt: step.startedAt ?? null,
    endedAt: step.endedAt ?? null,
    durationMs: step.durationMs ?? null,
    errorMs: step.errorMs,
    pausedMs: step.pausedMs,
    attempts: step.attempts,
    polls: step.polls,
    adopted: step.adopted,
    retries: step.retries.map(({ at, attempt, phase, failure, retryAt }) => ({
      at,
      attempt,
      phase,
      failure: reportFailure(failure),
      retryAt: retryAt ?? null,
    })),
    failure: step.failure ? reportFailure(step.failure) : null,
  };
}
