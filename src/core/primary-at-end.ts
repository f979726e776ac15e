import type { RunState } from './run-state.ts';

/** The label of the fact by which an activity says it. */
export const PRIMARY_AT_THE_END = 'Primary at the end';

/** Which database takes writes when the run is over, as the runbook found it; `undefined` where it did not say. */
export function primaryAtEnd({ facts }: Pick<RunState, 'facts'>): string | undefined {
  return facts.findLast(({ label }) => label === PRIMARY_AT_THE_END)?.value;
}
