import type { JournalRecord } from './record.ts';
import type { RunState } from './run-state.ts';

/** The seam between a run and whoever shows it: the engine's own, or the tail of another process's journal. */
export interface RunFeed {
  /** Same object until something changes. */
  get(): RunView;
  /** Calls back after every change; returns the way to stop it. */
  subscribe(listener: () => void): () => void;
}

export interface RunView {
  readonly state: RunState;
  /** Every record so far, oldest first. Grows in place: copying it for each record would cost more than the record. */
  readonly records: readonly JournalRecord[];
}
