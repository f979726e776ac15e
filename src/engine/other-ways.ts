import type { AnyMachineSnapshot } from 'xstate';
import { declareSteps } from '../core/declare-steps.ts';
import type { Failure } from '../core/failure.ts';
import type { Runbook, RunNames } from '../core/runbook.ts';
import { advanceRunbook, type RunbookStep } from '../core/runbook-step.ts';

/** A failure of no particular kind. */
const FAILURE: Failure = {
  code: 'ATTEMPT_TIMED_OUT',
  message: 'foreseen in a plan',
  class: 'environment',
  retryable: false,
  ambiguous: false,
};

/**
 * Names of the activities that a runbook can come to from its beginning, when steps fail and people decide one way or
 * the other. Each state is looked at once, so a way that depends on what was found before may be missing.
 */
export function otherWays(options: {
  readonly runbook: Runbook;
  readonly begun: RunbookStep;
  readonly names: RunNames;
}): ReadonlySet<string> {
  const { runbook, begun, names } = options;
  const gates = new Map(declareSteps(runbook).map(({ id, choices = [] }) => [id, choices]));
  const found = new Set<string>();
  const seen = new Set<string>();
  const left = [begun];
  for (let step = left.pop(); step; step = left.pop()) {
    const { snapshot, effects, entered } = step;
    const place = JSON.stringify([snapshot.value, knownIn(snapshot)]);
    if (seen.has(place)) continue;
    seen.add(place);
    const move = (event: { readonly type: string }) =>
      left.push(advanceRunbook(runbook.machine, snapshot, event));
    for (const effect of effects) {
      if (effect.type !== 'start-activity') continue;
      const { activity, name, input } = effect;
      found.add(name);
      const output = runbook.activities[name]?.plan(input, names).output;
      move({ type: `xstate.error.actor.${activity}`, ...{ error: FAILURE, actorId: activity } });
      move({ type: `xstate.done.actor.${activity}`, ...{ output, actorId: activity } });
    }
    for (const { event } of gates.get(entered.at(-1) ?? '') ?? []) move({ type: event });
  }
  return found;
}

/** What has been found so far, by its names. */
function knownIn({ context }: AnyMachineSnapshot): string[] {
  return Object.entries(context as object).flatMap(([name, value]) => (value === null ? [] : name));
}
