import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { invalidDefinition, unsupported } from './sfn-error.ts';
import { type Definition, type StateDefinition, statesOf } from './states-language.ts';

/** Timers hold at most 2^31 - 1 ms; the interpreter's would fire at once. */
const LONGEST_SECONDS = 2_147_483;

const IN_AND_OUT = ['Comment', 'QueryLanguage', 'InputPath', 'OutputPath'];
const STEP = [...IN_AND_OUT, 'Next', 'End'];
const WORK = [...STEP, 'Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'];

/** What the interpreter carries out. It would pass over another field in silence. */
const FIELDS: { readonly [type: string]: readonly string[] } = {
  Pass: [...STEP, 'Result', 'ResultPath', 'Parameters'],
  Wait: [...STEP, 'Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'],
  Choice: [...IN_AND_OUT, 'Choices', 'Default'],
  Succeed: IN_AND_OUT,
  Fail: ['Comment', 'QueryLanguage', 'Error', 'Cause', 'ErrorPath', 'CausePath'],
  Parallel: [...WORK, 'Branches'],
  Map: [
    ...WORK,
    'Iterator',
    'ItemProcessor',
    'ItemSelector',
    'ItemsPath',
    'MaxConcurrency',
    'MaxConcurrencyPath',
  ],
  // No task is performed, so nothing that says how it would be is passed over.
  Task: [
    ...WORK,
    'Resource',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'HeartbeatSeconds',
    'HeartbeatSecondsPath',
    'Credentials',
  ],
};

/**
 * Reads a definition in Amazon States Language.
 * @throws ServiceError `InvalidDefinition`; `UnsupportedBySandbox` for what is valid and the interpreter does not do.
 */
export async function checkDefinition(text: string): Promise<Definition> {
  const definition = parsed(text);
  const { StateMachine } = await import('aws-local-stepfunctions');
  try {
    // Its constructor validates, and writes defaults into what it is given.
    new StateMachine(structuredClone(definition) as StateMachineDefinition);
  } catch (error) {
    const [, ...why] = (error as Error).message.split('\n');
    throw invalidDefinition(`SCHEMA_VALIDATION_FAILED: ${why.join(' ').trim()}`);
  }
  const valid = definition as Definition;
  checkSupported(valid);
  return valid;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidDefinition(`INVALID_JSON_DESCRIPTION: ${(error as Error).message}`);
  }
}

function checkSupported(definition: Definition): void {
  checkSeconds('The state machine', 'TimeoutSeconds', definition.TimeoutSeconds);
  checkLanguage(definition);
  for (const [name, state] of statesOf(definition)) {
    checkLanguage(state);
    const fields = FIELDS[state.Type] ?? [];
    const unknown = Object.keys(state).find((field) => field !== 'Type' && !fields.includes(field));
    if (unknown !== undefined) {
      throw unsupported(
        `The sandbox's interpreter does not know the field ${unknown} of the state ${name}.`,
      );
    }
    checkSeconds(`The state ${name}`, 'Seconds', state['Seconds']);
    checkMode(name, state);
  }
}

function checkLanguage({ QueryLanguage = 'JSONPath' }: Definition | StateDefinition): void {
  if (QueryLanguage !== 'JSONPath') throw unsupported('The sandbox runs no JSONata.');
}

function checkMode(name: string, { ItemProcessor }: StateDefinition): void {
  const processor = ItemProcessor as { readonly ProcessorConfig?: { readonly Mode?: string } };
  if ((processor?.ProcessorConfig?.Mode ?? 'INLINE') !== 'INLINE') {
    throw unsupported(`The sandbox runs the Map state ${name} only in the mode INLINE.`);
  }
}

function checkSeconds(where: string, field: string, seconds: unknown): void {
  if (typeof seconds === 'number' && seconds > LONGEST_SECONDS) {
    throw unsupported(
      `${where} has ${field} above ${LONGEST_SECONDS}, for which the sandbox has no timer.`,
    );
  }
}
