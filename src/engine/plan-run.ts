import {
  type ActivityContext,
  type AnyActivity,
  AT_THE_RUN,
  type PlannedCall,
} from '../core/activity.ts';
import { declareSteps } from '../core/declare-steps.ts';
import type { Drill } from '../core/drill.ts';
import { type Failure, failureOf, type Json } from '../core/failure.ts';
import type { OwnedResource } from '../core/resource.ts';
import type { Runbook, RunNames } from '../core/runbook.ts';
import { advanceRunbook, beginRunbook, type Effect } from '../core/runbook-step.ts';

/** What a run would do, step by step. */
export interface RunPlan {
  readonly steps: readonly PlannedStep[];
  readonly creates: readonly OwnedResource[];
  /** Sorted, each once; the least that the run's role must allow. */
  readonly iamActions: readonly string[];
  /** Why the plan ends early, when a look that it took failed. */
  readonly failure?: Failure;
}

export interface PlannedStep {
  readonly id: string;
  readonly title: string;
  /** `looked`: a read that was really made, so that what follows is exact. `foreseen`: not made. */
  readonly how: 'looked' | 'foreseen';
  readonly calls: readonly PlannedCall[];
}

/**
 * Walks the runbook along its way of success. Makes no mutating call; reads what exists already
 * where `look` is given, so that the plan's parameters are the real ones.
 */
export async function planRun(options: {
  readonly runbook: Runbook;
  readonly drill: Drill;
  readonly names: RunNames;
  readonly look?: (activity: string) => ActivityContext;
}): Promise<RunPlan> {
  const { runbook, names, look } = options;
  const titles = new Map(declareSteps(runbook).map(({ id, title }) => [id, title]));
  const steps: PlannedStep[] = [];
  const undos: PlannedCall[] = [];
  const creates: OwnedResource[] = [];
  const iam = new Set<string>();
  let step = beginRunbook(runbook.machine, runbook.input(options.drill, names));
  const queue = startsOf(step.effects);
  let failure: Failure | undefined;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const definition = runbook.activities[next.name];
    if (!definition) break;
    const { calls, output } = definition.plan(next.input, names);
    for (const action of definition.iam) iam.add(action);
    if (definition.kind === 'mutation') {
      const owns = definition.owns?.(next.input, names);
      if (owns) creates.push(owns);
      for (const action of definition.undo?.iam ?? []) iam.add(action);
      undos.unshift(...(definition.undo?.plan(next.input, names) ?? []));
    }
    let result: Json = output;
    let how: PlannedStep['how'] = 'foreseen';
    try {
      const seen = await lookFor(definition, next, look);
      if (seen !== undefined) {
        result = seen;
        how = 'looked';
      }
    } catch (error) {
      failure = failureOf(error);
    }
    steps.push({
      id: next.activity,
      title: titles.get(next.activity) ?? next.activity,
      how,
      calls,
    });
    if (failure) break;
    step = advanceRunbook(runbook.machine, step.snapshot, {
      type: `xstate.done.actor.${next.activity}`,
      output: result,
      actorId: next.activity,
    });
    queue.push(...startsOf(step.effects));
  }
  if (undos.length > 0) {
    steps.push({ id: 'clean-up', title: 'Clean up and prove it', how: 'foreseen', calls: undos });
  }
  return { steps, creates, iamActions: [...iam].sort(), ...(failure && { failure }) };
}

type Start = Effect & { type: 'start-activity' };

function startsOf(effects: readonly Effect[]): Start[] {
  return effects.filter((effect): effect is Start => effect.type === 'start-activity');
}

/** The answer of a probe that only reads what exists before the run; `undefined` when it cannot be known yet. */
async function lookFor(
  definition: AnyActivity,
  start: Start,
  look: ((activity: string) => ActivityContext) | undefined,
): Promise<Json | undefined> {
  if (!look || definition.kind !== 'probe' || !definition.readsExisting) return undefined;
  if (JSON.stringify(start.input).includes(AT_THE_RUN)) return undefined;
  const answer = await definition.poll(look(start.activity), start.input);
  return answer.status === 'done' ? (answer.output as Json) : undefined;
}
