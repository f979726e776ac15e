import type { ActivityContext } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';

export type SfnContext = ActivityContext<Services>;

export interface ExecutionNames {
  readonly region: string;
  readonly executionArn: string;
}

const STATE_MACHINE = /^arn:([\w-]+):states:([\w-]+):(\d{12}):stateMachine:([^:]+)(:[^:]+)?$/;

/**
 * The ARN of an execution, known before it is started. A version or an alias of the state machine is no part of it.
 * @throws KunrenError `STATE_MACHINE_ARN_INVALID` (class `input`).
 */
export function executionNames(stateMachineArn: string, name: string): ExecutionNames {
  const [, partition, region, account, machine] = STATE_MACHINE.exec(stateMachineArn) ?? [];
  if (region === undefined) {
    throw new KunrenError({
      code: 'STATE_MACHINE_ARN_INVALID',
      message: `"${stateMachineArn}" is not the ARN of a state machine.`,
      class: 'input',
    });
  }
  const executionArn = `arn:${partition}:states:${region}:${account}:execution:${machine}:${name}`;
  return { region, executionArn };
}
