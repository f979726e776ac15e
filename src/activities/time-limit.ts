import type { Clock, Instant, Ms } from '../core/ports.ts';

/** How long what is waited for may take. */
export interface TimeLimit {
  /** @default as long as it takes */
  readonly withinMs?: Ms;
  /** From when that counts. @default there is one look, where there is a limit */
  readonly since?: Instant;
}

/** Whether no look is to follow on this one. */
export function isOver(clock: Pick<Clock, 'now'>, { withinMs, since }: TimeLimit): boolean {
  if (withinMs === undefined) return false;
  return since === undefined || clock.now() >= Date.parse(since) + withinMs;
}
