import type { Effect } from './runbook-step.ts';

export type Start = Effect & { readonly type: 'start-activity' };

/**
 * What runs after a move, where nothing happens but what is made to happen: what it has started first, so that a walk
 * goes on where it is before it turns to what waits beside it.
 */
export function runningStarts(before: readonly Start[], effects: readonly Effect[]): Start[] {
  let started: Start[] = [];
  let waiting = [...before];
  for (const effect of effects) {
    if (effect.type === 'start-activity') started.push(effect);
    if (effect.type !== 'stop-activity') continue;
    const isOther = ({ activity }: Start) => activity !== effect.activity;
    started = started.filter(isOther);
    waiting = waiting.filter(isOther);
  }
  return [...started, ...waiting];
}
