/** What the operator hears back. */
export interface CommandReply {
  readonly accepted: boolean;
  readonly reason?: string;
}

/** Who ends a run whose process has gone, and why. */
export interface AbortRequest {
  readonly by: string;
  readonly reason?: string;
}
