import type { RunState } from './run-state.ts';

/** The label of the fact by which a runbook says it. */
const LABEL = 'Primary at the end';

/** Which database takes writes when the run is over, as the runbook found it; `undefined` where it did not say. */
export function primaryAtEnd({ facts }: Pick<RunState, 'facts'>): string | undefined {
  return facts.findLast(({ label }) => label === LABEL)?.value;
}
