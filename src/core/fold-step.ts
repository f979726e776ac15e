import type { AttemptPhase, JournalRecord, StepDeclaration } from './record.ts';
import { CLEANUP_STEP, type RunState, type StepState } from './run-state.ts';

// The part of the fold that concerns single steps.

export function pendingStep(declaration: StepDeclaration): StepState {
  return {
    ...declaration,
    status: 'pending',
    errorMs: 0,
    attempts: 0,
    polls: 0,
    retries: [],
    adopted: false,
    pausedMs: 0,
  };
}

/** The undo of an activity shows on the clean-up step, not on the step that is long done. */
export function stepOf(activity: string, phase: AttemptPhase): string {
  return phase === 'undo' ? CLEANUP_STEP : activity;
}

export function begin(state: RunState, step: StepState, record: JournalRecord): StepState {
  const boot = state.processes.at(-1)?.boot;
  return {
    ...step,
    status: 'running',
    startedAt: record.at,
    startedMono: record.mono,
    ...(boot !== undefined && { startedBoot: boot }),
    pausedMs: 0,
  };
}

export function endStep(
  state: RunState,
  id: string,
  record: JournalRecord,
  change: (step: StepState) => StepState,
): RunState {
  const unpaused = endPause(state, record, id);
  const step = unpaused.steps.find((one) => one.id === id);
  // A resume may say the same end again; the first one counts.
  if (step?.status !== 'running') return unpaused;
  const durationMs = elapsed(unpaused, step, record);
  const ended: StepState = { ...change(step), endedAt: record.at, durationMs };
  const spent = Math.max(0, durationMs - ended.pausedMs);
  return {
    ...unpaused,
    steps: unpaused.steps.map((one) => (one === step ? ended : one)),
    waited: { ...unpaused.waited, [step.waitsOn]: unpaused.waited[step.waitsOn] + spent },
  };
}

/** From the monotonic clock where both ends belong to one boot of the machine, else from the wall clock. */
function elapsed(state: RunState, step: StepState, record: JournalRecord): number {
  if (step.startedAt === undefined || step.startedMono === undefined) return 0;
  const sameBoot = step.startedBoot === state.processes.at(-1)?.boot;
  const ms = sameBoot
    ? record.mono - step.startedMono
    : Date.parse(record.at) - Date.parse(step.startedAt);
  return Math.max(0, Math.round(ms * 10) / 10);
}

export function endPause(state: RunState, record: JournalRecord, activity: string): RunState {
  const pause = state.pauses.find((one) => one.activity === activity);
  if (!pause) return state;
  const ms = Math.max(0, Date.parse(record.at) - Date.parse(pause.since));
  const next: RunState = {
    ...state,
    pauses: state.pauses.filter((one) => one !== pause),
    waited: { ...state.waited, people: state.waited.people + ms },
  };
  return changeStep(next, activity, (step) => ({ ...step, pausedMs: step.pausedMs + ms }));
}

/** States that invoke nothing are steps too; entering and leaving them is all there is. */
export function changeGates(
  state: RunState,
  record: JournalRecord,
  entered: readonly string[],
  exited: readonly string[],
): RunState {
  let next = state;
  for (const id of exited) {
    if (isRunningGate(next, id)) {
      next = endStep(next, id, record, (step) => ({ ...step, status: 'done' }));
    }
  }
  for (const id of entered) {
    next = changeStep(next, id, (step) =>
      step.kind === 'gate' ? begin(next, step, record) : step,
    );
  }
  return next;
}

function isRunningGate(state: RunState, id: string): boolean {
  return state.steps.some(
    (step) => step.id === id && step.kind === 'gate' && step.status === 'running',
  );
}

export function changeStep(
  state: RunState,
  id: string,
  change: (step: StepState) => StepState,
): RunState {
  const index = state.steps.findIndex((step) => step.id === id);
  const step = state.steps[index];
  if (!step) return state;
  return { ...state, steps: state.steps.with(index, change(step)) };
}

export function withoutProgress({ progress: _, ...step }: StepState): StepState {
  return step;
}
