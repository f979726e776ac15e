import type { Instant, Ms } from './ports.ts';

/** The instants of a recovery, in order. `T0` starts the RTO clock. */
export const MILESTONES = {
  T0: 'impact',
  T1: 'detected',
  T2: 'declared',
  T3: 'recovery started',
  T4: 'data available',
  T5: 'service verified',
  T6: 'traffic moved',
  T7: 'failed back',
} as const;

export type MilestoneId = keyof typeof MILESTONES;

export interface Milestone {
  readonly id: MilestoneId;
  readonly instant: Instant;
  /** `declared`: typed into the drill by a person; `measured`: seen by this run. */
  readonly source: 'measured' | 'declared';
  /** How much later than the true instant it may be: the poll interval that bounded it. 0 when exact. */
  readonly errorMs: Ms;
  readonly note?: string;
}
