/** Milliseconds. */
export type Ms = number;
/** An instant as UTC RFC 3339 with milliseconds, e.g. `2026-11-24T01:00:00.000Z`. */
export type Instant = string;

/** Time, as the core and the engine see it; tests pass a fake one. */
export interface Clock {
  /** Wall-clock time in ms since the epoch. For instants, never for durations. */
  now(): number;
  /** Monotonic milliseconds with a fraction; comparable between processes of one boot. */
  monotonic(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. Any length: longer than 2^31 ms is split. */
  sleep(ms: Ms, signal?: AbortSignal): Promise<void>;
}

/** Randomness: a number in [0, 1). */
export type Random = () => number;

/** Held in memory only; a process that dies loses them, on purpose. */
export interface SecretVault {
  /** Keep a secret under a name; from now on the journal redacts the value wherever it stands. */
  put(name: string, value: string): void;
  get(name: string): string | undefined;
}
