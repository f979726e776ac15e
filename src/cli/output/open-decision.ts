import { openGates } from '../../core/open-choices.ts';
import type { JournalRecord, StepChoice } from '../../core/record.ts';
import type { RunState } from '../../core/run-state.ts';

/** A gate at which a run waits, and what to type for each answer. */
export interface OpenDecision {
  /** Id of the step. */
  readonly step: string;
  readonly title: string;
  readonly choices: readonly (StepChoice & { readonly command: string })[];
}

/** What can be decided now. */
export function openDecisions(state: RunState): OpenDecision[] {
  return openGates(state).map(({ id, title, choices = [] }) => ({
    step: id,
    title,
    choices: choices.map((choice) => ({
      ...choice,
      command: `drill decide ${state.run} ${choice.event}`,
    })),
  }));
}

/**
 * What a record has opened and nobody has decided since.
 * @param state the run as it is now: of a run that is told from its beginning the old gates are long closed
 */
export function decisionsOpenedBy(record: JournalRecord, state: RunState): OpenDecision[] {
  if (record.type !== 'state.changed') return [];
  const { entered } = record.data;
  return openDecisions(state).filter(({ step }) => entered.includes(step));
}
