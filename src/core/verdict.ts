import type { Ms } from './ports.ts';
import type { Method } from './tell-method.ts';
import type { Reason } from './tell-reason.ts';

/** What a run proved. Unknown is never `met`. */
export type VerdictWord = 'met' | 'missed' | 'unproven';

/** `tabletop`: people have walked through it, and nothing was proven. */
export type ProvedWord = VerdictWord | 'tabletop';

export interface Verdict {
  readonly verdict: ProvedWord;
  readonly rto: Measure;
  readonly rpo: Measure | NotApplicable;
  /** Of the data that was declared, and of the posture that the recovery has to leave. */
  readonly checks: { readonly passed: number; readonly failed: number; readonly unproven: number };
  /** Why it is not `met`; one sentence each. Empty when it is. */
  readonly reasons: readonly string[];
  /** The same reasons as data, in the same order. Absent in older journals. */
  readonly because?: readonly Reason[];
}

/** There is nothing that it could be measured of: neither kept nor missed. */
export interface NotApplicable {
  readonly result: 'not-applicable';
  /** Why not, e.g. `no data is recovered`. */
  readonly method: string;
  /** The same as data. Absent in older journals. */
  readonly measuredBy?: Method;
}

export interface Measure {
  readonly objectiveMs: Ms;
  /** Absent: not measured. */
  readonly actualMs?: Ms;
  /** The actual value may be smaller by at most this. */
  readonly errorMs?: Ms;
  /** objective − actual; negative when missed. */
  readonly marginMs?: Ms;
  readonly result: VerdictWord;
  /** e.g. `T5 − T0`, `T0 − newest row of heartbeat.at`. */
  readonly method: string;
  /** The same as data. Absent in older journals. */
  readonly measuredBy?: Method;
  /** For the RPO: what metadata alone allows to say; shown as a bound, never a measurement. */
  readonly bounds?: readonly { readonly source: string; readonly ms: Ms }[];
}
