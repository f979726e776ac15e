import type { Instant, Ms } from './ports.ts';

/** What a client of the service saw while the run went on, from its own log of requests. */
export interface UserOutage {
  /** Whose log, e.g. `sandbox client` or the name of a file. */
  readonly source: string;
  /** Absent when no request failed. */
  readonly firstFailureAt?: Instant;
  readonly lastFailureAt?: Instant;
  /** The first success after the last failure; absent while requests still fail. */
  readonly recoveredAt?: Instant;
  readonly sent: number;
  readonly failed: number;
  /** Time between two requests: the error of the instants above. */
  readonly everyMs: Ms;
  /** The log in equal slices of time, oldest first, for a chart. */
  readonly slices: readonly OutageSlice[];
}

export interface OutageSlice {
  readonly at: Instant;
  readonly ok: number;
  readonly failed: number;
}

/** Writes that were acknowledged to a client and are not in the recovered database. */
export interface LostWrites {
  readonly source: string;
  /** Acknowledged writes that were looked for: those of a time before the failure. */
  readonly acknowledged: number;
  readonly lost: number;
  /** The oldest of the lost ones. */
  readonly first?: { readonly key: string; readonly at: Instant };
  /** Exactness of the instants: the time between two writes. */
  readonly everyMs: Ms;
}
