import type { AnyEventObject, AnyMachineSnapshot } from 'xstate';
import type { AnyActivity } from '../core/activity.ts';
import type { Failure, Json } from '../core/failure.ts';
import { foreseenOutcome } from '../core/foreseen-outcome.ts';
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
      const definition = runbook.activities[name];
      move({ type: `xstate.error.actor.${activity}`, error: FAILURE, actorId: activity }, start);
      for (const output of outputsOf(definition, input, names)) {
        move({ type: `xstate.done.actor.${activity}`, output, actorId: activity }, start);
      }
    }
    const { choices = [] } = declared.get(entered.at(-1) ?? '') ?? {};
    for (const { event } of choices) move({ type: event });
  }
  return found;
}

/** What an activity may come to: of a person every choice, of anything else what is planned. */
function outputsOf(definition: AnyActivity | undefined, input: Json, names: RunNames): unknown[] {
  if (!definition) return [undefined];
  if (definition.kind !== 'human') return [definition.plan(input, names).output];
  const prompt = definition.prompt(input);
  const { answer } = prompt;
  return answer.kind === 'choice'
    ? answer.choices.map(({ value }) => foreseenOutcome(prompt, value))
    : [foreseenOutcome(prompt)];
}

/** What has been found so far, by its names. */
function knownIn({ context }: AnyMachineSnapshot): string[] {
  return Object.entries(context as object).flatMap(([name, value]) => (value === null ? [] : name));
}
