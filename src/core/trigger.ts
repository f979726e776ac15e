import type { Instant } from './ports.ts';

/** Why a run was started, where that was not just an operator's wish. */
export type Trigger =
  /** Its time had come. `occurrence` is the moment of the schedule, which the start may be after. */
  | { readonly kind: 'schedule'; readonly occurrence: Instant }
  /** Something was changed, e.g. `JIRA-123: PostgreSQL 18`. */
  | { readonly kind: 'change'; readonly reference: string }
  /** A review asks for it before it approves, e.g. the FTR. */
  | { readonly kind: 'approval'; readonly reference: string };
