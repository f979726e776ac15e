import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import type { Failure } from '../core/failure.ts';
import type { StepDeclaration } from '../core/record.ts';
import type { Runbook, RunNames } from '../core/runbook.ts';
import { advanceRunbook, type RunbookStep } from '../core/runbook-step.ts';
import { runningStarts, type Start } from '../core/running-starts.ts';

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
 * the other. A state is looked at once for each set of things that were found before.
 */
export function otherWays(options: {
  readonly runbook: Runbook;
  readonly begun: RunbookStep;
  readonly names: RunNames;
  /** What the runbook declares, by id. */
  readonly declared: ReadonlyMap<string, StepDeclaration>;
}): ReadonlySet<string> {
  const { runbook, begun, names, declared } = options;
  const found = new Set<string>();
  const seen = new Set<string>();
  const left = [{ step: begun, running: runningStarts([], begun.effects) }];
  for (let one = left.pop(); one; one = left.pop()) {
    const { running } = one;
    const { snapshot, entered } = one.step;
    const ids = running.map(({ activity }) => activity).sort();
    const place = JSON.stringify([snapshot.value, knownIn(snapshot), ids]);
    if (seen.has(place)) continue;
    seen.add(place);
    const move = (event: AnyEventObject, ended?: Start) => {
      const step = advanceRunbook(runbook.machine, snapshot, event);
      const others = running.filter((start) => start !== ended);
      left.push({ step, running: runningStarts(others, step.effects) });
    };
    for (const start of running) {
      const { activity, name, input } = start;
      found.add(name);
      const output = runbook.activities[name]?.plan(input, names).output;
      move({ type: `xstate.error.actor.${activity}`, error: FAILURE, actorId: activity }, start);
      move({ type: `xstate.done.actor.${activity}`, output, actorId: activity }, start);
    }
    const { choices = [] } = declared.get(entered.at(-1) ?? '') ?? {};
    for (const { event } of choices) move({ type: event });
  }
  return found;
}

/** What has been found so far, by its names. */
function knownIn({ context }: AnyMachineSnapshot): string[] {
  return Object.entries(context as object).flatMap(([name, value]) => (value === null ? [] : name));
}
