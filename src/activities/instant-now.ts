import type { Clock, Instant } from '../core/ports.ts';

/** By the clock of this machine. */
export function instantNow({ clock }: { readonly clock: Pick<Clock, 'now'> }): Instant {
  return new Date(clock.now()).toISOString();
}
