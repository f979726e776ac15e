import type { StepChoice } from './record.ts';
import type { RunState, StepState } from './run-state.ts';

/** An answer that the run waits for. */
export interface OpenChoice extends StepChoice {
  /** The step at which it waits. */
  readonly gate: string;
}

/** What an operator can decide now: the answers of every gate at which the run waits, in the runbook's order. */
export function openChoices(state: RunState): OpenChoice[] {
  return openGates(state).flatMap(({ id, choices = [] }) =>
    choices.map((choice) => ({ ...choice, gate: id })),
  );
}

/** The gates at which the run waits for a decision; usually none, seldom more than one. */
export function openGates({ phase, steps }: RunState): StepState[] {
  if (phase !== 'running') return [];
  return steps.filter(
    ({ kind, status, choices = [] }) =>
      kind === 'gate' && status === 'running' && choices.length > 0,
  );
}
