import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { InterpreterEvent } from './interpret.ts';
import type { Ending, EventDetails } from './sfn-state.ts';
import { type Definition, statesOf } from './states-language.ts';

/** An event of an execution's history, without its time. */
export interface Told {
  readonly type: HistoryEventType;
  readonly details: EventDetails;
}

type Of<Type extends InterpreterEvent['type']> = Extract<InterpreterEvent, { type: Type }>;

/**
 * Makes of what the interpreter tells what Step Functions would tell. Beginning and end of an execution are not its
 * business; retries and catches leave no event there, as in Step Functions.
 */
export function historyOf(definition: Definition): (event: InterpreterEvent) => readonly Told[] {
  const states = new Map(statesOf(definition));
  /** States that go on behind a caught failure: those have not succeeded. */
  const caught = new Set<string>();
  return (event) => {
    switch (event.type) {
      case 'StateEntered':
        return entered(event);
      case 'StateExited':
        return exited(event, caught.delete(event.state.name));
      case 'StateFailed':
        return failed(event, String(states.get(event.state.name)?.['Resource']));
      case 'StateCaught':
        caught.add(event.state.name);
        return [];
      case 'MapIterationStarted':
      case 'MapIterationSucceeded':
      case 'MapIterationFailed':
        return [iteration(event)];
      default:
        return [];
    }
  };
}

/** How an execution ended, when an event tells it. */
export function endingOf(event: InterpreterEvent): Ending | undefined {
  switch (event.type) {
    case 'ExecutionSucceeded':
      return { status: 'SUCCEEDED', output: JSON.stringify(event.output ?? null) };
    case 'ExecutionFailed':
      return { status: 'FAILED', ...failureOf(event) };
    case 'ExecutionTimeout':
      return { status: 'TIMED_OUT', error: 'States.Timeout' };
    default:
      return undefined;
  }
}

function entered({ state: { name, type, input } }: Of<'StateEntered'>): Told[] {
  const details = {
    stateEnteredEventDetails: {
      name,
      input: JSON.stringify(input ?? null),
      inputDetails: { truncated: false },
    },
  };
  const entry: Told = { type: `${type}StateEntered`, details };
  if (type === 'Parallel') return [entry, { type: 'ParallelStateStarted', details: {} }];
  if (type === 'Map') {
    return [entry, { type: 'MapStateStarted', details: { mapStateStartedEventDetails: {} } }];
  }
  return [entry];
}

function exited({ state: { name, type, output } }: Of<'StateExited'>, isCaught: boolean): Told[] {
  if (type === 'Fail') return [];
  const details = {
    stateExitedEventDetails: {
      name,
      output: JSON.stringify(output ?? null),
      outputDetails: { truncated: false },
    },
  };
  const exit: Told = { type: `${type}StateExited`, details };
  if (isCaught || (type !== 'Parallel' && type !== 'Map')) return [exit];
  return [{ type: `${type}StateSucceeded`, details: {} }, exit];
}

function failed(event: Of<'StateFailed'>, resource: string): Told[] {
  switch (event.state.type) {
    case 'Task': {
      const resourceType = resource.split(':')[resource.startsWith('arn:aws:states:::') ? 5 : 2];
      const details = { resourceType: resourceType ?? '', resource, ...failureOf(event) };
      return [{ type: 'TaskFailed', details: { taskFailedEventDetails: details } }];
    }
    case 'Parallel':
      return [{ type: 'ParallelStateFailed', details: {} }];
    case 'Map':
      return [{ type: 'MapStateFailed', details: {} }];
    default:
      return [];
  }
}

function iteration(
  event: Of<'MapIterationStarted' | 'MapIterationSucceeded' | 'MapIterationFailed'>,
): Told {
  const details = { name: event.parentState.name, index: event.index };
  switch (event.type) {
    case 'MapIterationStarted':
      return { type: event.type, details: { mapIterationStartedEventDetails: details } };
    case 'MapIterationSucceeded':
      return { type: event.type, details: { mapIterationSucceededEventDetails: details } };
    case 'MapIterationFailed':
      return { type: event.type, details: { mapIterationFailedEventDetails: details } };
  }
}

/** A Fail state may say neither error nor cause; the interpreter then says its own. */
function failureOf({ Error: error, Cause }: { Error: string; Cause: unknown }): {
  error?: string;
  cause?: string;
} {
  const cause = typeof Cause === 'string' ? Cause : JSON.stringify(Cause);
  return {
    ...(error === 'FailStateError' ? {} : { error }),
    ...(cause === 'Execution failed because of a Fail state' ? {} : { cause }),
  };
}
