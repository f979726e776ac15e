/**
 * What went wrong, as plain data: the only form in which an error crosses the journal.
 * Words for people are made from it in `cli/`, never here.
 */
export interface Failure {
  /** Stable, machine-readable code such as `DB_INSTANCE_NOT_FOUND` or `THROTTLED`. */
  readonly code: string;
  /** One sentence for the record; secrets are already redacted. */
  readonly message: string;
  /** Who or what must act before the same call can succeed. */
  readonly class: FailureClass;
  /** Whether the engine may try again by itself. */
  readonly retryable: boolean;
  /** True when the call may have taken effect although it failed (time-out, reset, 5xx). */
  readonly ambiguous: boolean;
  /** Milliseconds the service asked us to wait (`Retry-After`), when it did. */
  readonly retryAfterMs?: number;
  /** Whatever helps a reader; plain JSON. */
  readonly details?: { readonly [key: string]: Json };
}

/**
 * - `input`: the drill or a parameter is wrong; the operator edits it.
 * - `environment`: the cloud, the network or the machine; it may pass by itself.
 * - `credentials`: the run pauses until somebody renews them.
 * - `safety`: going on could touch what is not ours; a person must look.
 * - `people`: somebody said no, or nobody said anything in time.
 * - `cancelled`: we stopped it ourselves.
 * - `bug`: Kunren is wrong.
 */
export type FailureClass =
  | 'input'
  | 'environment'
  | 'credentials'
  | 'safety'
  | 'people'
  | 'cancelled'
  | 'bug';

/** Plain JSON: the only kind of data that a journal holds. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** An error with a stable code; everything the product throws on purpose is one. */
export class KunrenError extends Error {
  override readonly name = 'KunrenError';
  readonly failure: Failure;

  constructor(
    failure: Pick<Failure, 'code' | 'message'> & Partial<Failure>,
    options?: { cause?: unknown },
  ) {
    super(failure.message, options);
    this.failure = { class: 'environment', retryable: false, ambiguous: false, ...failure };
  }

  get code(): string {
    return this.failure.code;
  }
}

/** The failure inside any thrown value; what is not ours is a bug, and says so. */
export function failureOf(error: unknown): Failure {
  if (error instanceof KunrenError) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'UNEXPECTED', message, class: 'bug', retryable: false, ambiguous: false };
}
