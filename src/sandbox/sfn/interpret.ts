import type { StateMachine, StateMachineDefinition } from 'aws-local-stepfunctions';
import { type Definition, mapStates, type StateDefinition, statesOf } from './states-language.ts';

/** What the interpreter tells while it runs. */
export type InterpreterEvent =
  ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

/**
 * Runs a state machine. No task is performed: the sandbox has no Lambda and calls no service for one, so each fails.
 * @param context what `$$` holds beside the input.
 * @param onEvent called for each event, in order; the last one tells how it ended.
 * @param signal aborts it; then there may be no last event.
 */
export async function interpret(
  definition: Definition,
  input: unknown,
  {
    context,
    onEvent,
    signal,
  }: {
    readonly context: { readonly [name: string]: unknown };
    readonly onEvent: (event: InterpreterEvent) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  // Loaded when it is needed: it brings a client of Lambda, which takes its time.
  const { StateMachine } = await import('aws-local-stepfunctions');
  if (signal.aborted) return;
  const runnable = mapStates(definition, asInterpreted) as unknown as StateMachineDefinition;
  const machine = new StateMachine(runnable, { validationOptions: { noValidate: true } });
  const run = machine.run(input as Parameters<StateMachine['run']>[0], {
    overrides: { taskResourceLocalHandlers: refusals(definition) },
    context,
    noThrowOnAbort: true,
  });
  signal.addEventListener('abort', run.abort, { once: true });
  // How it ends is told by its last event.
  const settled = run.result.catch(() => undefined);
  for await (const event of run.eventLogs) onEvent(event);
  await settled;
  signal.removeEventListener('abort', run.abort);
}

/** The same state in words that the interpreter takes as the language means them. */
function asInterpreted(state: StateDefinition): StateDefinition {
  const whole = withoutWholePath(state);
  const { Catch } = whole as { readonly Catch?: readonly Fields[] };
  const same = Catch ? { ...whole, Catch: Catch.map(withoutWholePath) } : whole;
  if (state.Type !== 'Pass' || !('Result' in state) || state['Result']) return same;
  // It takes a Result that is false, 0, empty or null for none; its Parameters say the same.
  const { Result, ...rest } = same;
  return { ...rest, Type: 'Pass', Parameters: Result };
}

interface Fields {
  readonly [field: string]: unknown;
}

/** The whole as the place of a result, `$`, is also what no place means; it would look for a member of that name. */
function withoutWholePath<Holder extends Fields>(holder: Holder): Holder {
  if (holder['ResultPath'] !== '$') return holder;
  const { ResultPath: _, ...rest } = holder;
  return rest as Fields as Holder;
}

/** One for each task, by its name. */
function refusals(definition: Definition): { [name: string]: () => never } {
  const tasks = statesOf(definition).filter(([, { Type }]) => Type === 'Task');
  const handlers: { [name: string]: () => never } = Object.create(null);
  for (const [name, { Resource }] of tasks) {
    handlers[name] = () => {
      const error = new Error(
        `The sandbox runs no Lambda and calls no service, so the task ${name} (${Resource}) was not performed.`,
      );
      error.name = 'States.TaskFailed';
      throw error;
    };
  }
  return handlers;
}
