import type { RunState } from './run-state.ts';

/** Names a report by its run and by what the journal was when it was made. */
export function reportId({ run, lastHash }: Pick<RunState, 'run' | 'lastHash'>): string {
  return `${run}/${lastHash.slice(0, 12)}`;
}
