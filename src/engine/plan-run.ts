import {
  type ActivityContext,
  type AnyActivity,
  AT_THE_RUN,
  type PlannedCall,
} from '../core/activity.ts';
import { declareSteps } from '../core/declare-steps.ts';
import type { Drill } from '../core/drill.ts';
import { type Failure, failureOf, type Json } from '../core/failure.ts';
import type { StepChoice, StepDeclaration } from '../core/record.ts';
import type { OwnedResource } from '../core/resource.ts';
import type { Runbook, RunNames } from '../core/runbook.ts';
import { advanceRunbook, beginRunbook, type RunbookStep } from '../core/runbook-step.ts';
import { runningStarts, type Start } from '../core/running-starts.ts';
import type { TaskPrompt } from '../core/task.ts';
import { otherWays } from './other-ways.ts';

/** What a run would do, step by step. */
export interface RunPlan {
  readonly steps: readonly PlannedStep[];
  readonly creates: readonly PlannedResource[];
  /** Sorted, each once; the least that the run's role must allow. */
  readonly iamActions: readonly string[];
  /** Sorted; what it must allow beside, for when something fails or a person decides otherwise. */
  readonly iamElsewhere: readonly string[];
  /** Why the plan ends early, when a look that it took failed. */
  readonly failure?: Failure;
}

export interface PlannedResource extends OwnedResource {
  /** `production`: what a completed run hands over; one that is not completed removes it, as far as that is safe. */
  readonly endsIn: 'removal' | 'production';
}

export interface PlannedStep {
  readonly id: string;
  readonly title: string;
  /**
   * `looked`: a read that was really made, so that what follows is exact. `foreseen`: not made. `decided`: a person
   * decides; what follows is the way of the first answer. `asked`: a person does it; likewise of the first choice.
   * `awaited`: a read that has no answer yet, so that a run would wait; nothing that may depend on it is read.
   */
  readonly how: 'looked' | 'foreseen' | 'decided' | 'asked' | 'awaited';
  readonly calls: readonly PlannedCall[];
  /** What a run would wait for. */
  readonly awaits?: string;
  /** What a person is asked. */
  readonly prompt?: TaskPrompt;
  /** Answers to what a person decides. */
  readonly answers?: readonly StepChoice[];
}

/** More steps than any runbook takes on its way of success. */
const MANY_STEPS = 1_000;

/**
 * Walks the runbook along its way of success: at a gate, along its first choice. Makes no mutating call; reads what
 * exists already where `look` is given, so that the plan's parameters are the real ones.
 */
export async function planRun(options: {
  readonly runbook: Runbook;
  readonly drill: Drill;
  readonly names: RunNames;
  readonly look?: (activity: string) => ActivityContext;
}): Promise<RunPlan> {
  const { runbook, names } = options;
  let { look } = options;
  const declared = new Map(declareSteps(runbook).map((step) => [step.id, step]));
  const steps: PlannedStep[] = [];
  const undos: PlannedCall[] = [];
  const creates: PlannedResource[] = [];
  const used = new Set<string>();
  let failure: Failure | undefined;
  const begun = beginRunbook(runbook.machine, runbook.input(options.drill, names));
  let running = runningStarts([], begun.effects);
  for (let step: RunbookStep | undefined = begun; step && steps.length < MANY_STEPS; ) {
    const [start] = running;
    if (!start) {
      const gate = gateOf(step, declared);
      if (gate) steps.push(gate.planned);
      step = gate && advanceRunbook(runbook.machine, step.snapshot, { type: gate.event });
      running = runningStarts([], step?.effects ?? []);
      continue;
    }
    const definition = runbook.activities[start.name];
    if (!definition) break;
    used.add(start.name);
    const { calls, output } = definition.plan(start.input, names);
    if (definition.kind === 'mutation') {
      const owns = definition.owns?.(start.input, names);
      if (owns) creates.push({ ...owns, endsIn: endOf(definition) });
      undos.unshift(...(definition.undo?.plan(start.input, names) ?? []));
    }
    const seen = await lookFor(definition, start, look).catch((error: unknown): undefined => {
      failure = failureOf(error);
    });
    const title = declared.get(start.activity)?.title ?? start.activity;
    steps.push({ id: start.activity, title, calls, ...howTaken(definition, start, seen) });
    if (failure) break;
    if (seen?.awaits !== undefined) look = undefined;
    step = advanceRunbook(runbook.machine, step.snapshot, {
      type: `xstate.done.actor.${start.activity}`,
      output: seen?.output ?? output,
      actorId: start.activity,
    });
    running = runningStarts(running.slice(1), step.effects);
  }
  if (undos.length > 0) {
    steps.push({ id: 'clean-up', title: 'Clean up and prove it', how: 'foreseen', calls: undos });
  }
  const iamActions = iamOf(runbook, used);
  const elsewhere = iamOf(runbook, otherWays({ runbook, begun, names, declared }));
  return {
    steps,
    creates,
    iamActions,
    iamElsewhere: elsewhere.filter((action) => !iamActions.includes(action)),
    ...(failure && { failure }),
  };
}

function howTaken(
  definition: AnyActivity,
  { input }: Start,
  seen: Seen | undefined,
): Pick<PlannedStep, 'how' | 'prompt' | 'awaits'> {
  if (definition.kind === 'human') return { how: 'asked', prompt: definition.prompt(input) };
  if (seen?.awaits !== undefined) return { how: 'awaited', awaits: seen.awaits };
  return { how: seen === undefined ? 'foreseen' : 'looked' };
}

/** What a look has told: its output, or what a run would wait for. */
interface Seen {
  readonly output?: Json;
  readonly awaits?: string;
}

/** The gate that a move has led to, and its first choice. */
function gateOf({ entered }: RunbookStep, declared: ReadonlyMap<string, StepDeclaration>) {
  const { id, title, choices = [] } = declared.get(entered.at(-1) ?? '') ?? {};
  const [first] = choices;
  if (id === undefined || title === undefined || !first) return undefined;
  const planned: PlannedStep = { id, title, how: 'decided', calls: [], answers: choices };
  return { event: first.event, planned };
}

function endOf({ undo }: Extract<AnyActivity, { kind: 'mutation' }>): PlannedResource['endsIn'] {
  return undo?.when === 'unless-completed' ? 'production' : 'removal';
}

function iamOf({ activities }: Runbook, names: Iterable<string>): string[] {
  const actions = new Set<string>();
  for (const name of names) {
    const definition = activities[name];
    for (const action of definition?.iam ?? []) actions.add(action);
    if (definition?.kind !== 'mutation') continue;
    for (const action of definition.undo?.iam ?? []) actions.add(action);
  }
  return [...actions].sort();
}

/** The answer of a probe that only reads what exists before the run; `undefined` when it cannot be known yet. */
async function lookFor(
  definition: AnyActivity,
  start: Start,
  look: ((activity: string) => ActivityContext) | undefined,
): Promise<Seen | undefined> {
  if (!look || definition.kind !== 'probe' || !definition.readsExisting) return undefined;
  if (JSON.stringify(start.input).includes(AT_THE_RUN)) return undefined;
  const answer = await definition.poll(look(start.activity), start.input);
  if (answer.status === 'pending') return { awaits: answer.progress.message };
  return { output: answer.output as Json };
}
