import { randomUUID } from 'node:crypto';
import {
  DescribeExecution$,
  type DescribeExecutionInput,
  type DescribeExecutionOutput,
  ListExecutions$,
  type ListExecutionsInput,
  type ListExecutionsOutput,
  StartExecution$,
  type StartExecutionInput,
  type StartExecutionOutput,
  StopExecution$,
  type StopExecutionInput,
  type StopExecutionOutput,
} from '@aws-sdk/client-sfn';
import { operation } from '../../wire/service.ts';
import { checkName } from '../name.ts';
import { pageOf } from '../page.ts';
import type { Sfn } from '../sfn.ts';
import { executionExists, invalidInput } from '../sfn-error.ts';

const LARGEST_INPUT = 262_144;

export const startExecution = operation<StartExecutionInput, StartExecutionOutput, Sfn>({
  schema: StartExecution$,
  mutating: true,
  honours: ['stateMachineArn', 'name', 'input'],
  handle: ({ stateMachineArn, name = randomUUID(), input = '{}' }, sfn, call) => {
    const machine = sfn.machine(stateMachineArn);
    checkName(name);
    checkInput(input);
    const arn = sfn.executionArn({ machine: machine.name, name });
    const present = sfn.findExecution(arn);
    if (present) {
      // The same once more, while it runs, is the same execution.
      if (present.status !== 'RUNNING' || present.input !== input) throw executionExists(arn);
      return { executionArn: arn, startDate: new Date(present.startedAt) };
    }
    const execution = sfn.start(machine, { name, input });
    call.effect(arn, []);
    return { executionArn: arn, startDate: new Date(execution.startedAt) };
  },
});

export const describeExecution = operation<DescribeExecutionInput, DescribeExecutionOutput, Sfn>({
  schema: DescribeExecution$,
  mutating: false,
  honours: ['executionArn'],
  handle: ({ executionArn }, sfn) => {
    const execution = sfn.execution(executionArn);
    const { status, output, error, cause } = execution;
    const isRedrivable = status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
    return {
      executionArn,
      stateMachineArn: sfn.machineArn(execution.machine),
      name: execution.name,
      status,
      startDate: new Date(execution.startedAt),
      stopDate: execution.stoppedAt === undefined ? undefined : new Date(execution.stoppedAt),
      input: execution.input,
      inputDetails: { included: true },
      output,
      outputDetails: output === undefined ? undefined : { included: true },
      error,
      cause,
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: isRedrivable
        ? 'The sandbox does not redrive executions.'
        : `Execution is ${status} and cannot be redriven`,
    };
  },
});

export const stopExecution = operation<StopExecutionInput, StopExecutionOutput, Sfn>({
  schema: StopExecution$,
  mutating: true,
  handle: ({ executionArn = '', error, cause }, sfn, call) => {
    const execution = sfn.execution(executionArn);
    if (execution.status === 'RUNNING') {
      sfn.stop(execution, { ...(error ? { error } : {}), ...(cause ? { cause } : {}) });
      call.effect(executionArn, []);
    }
    return { stopDate: new Date(execution.stoppedAt ?? sfn.now()) };
  },
});

/** The newest first. */
export const listExecutions = operation<ListExecutionsInput, ListExecutionsOutput, Sfn>({
  schema: ListExecutions$,
  mutating: false,
  honours: ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'],
  handle: (input, sfn) => {
    const machine = sfn.machine(input.stateMachineArn);
    const found = sfn.state.executions
      .filter(
        (each) =>
          each.machine === machine.name &&
          (input.statusFilter === undefined || each.status === input.statusFilter),
      )
      .reverse();
    const { items, nextToken } = pageOf(found, ({ name }) => name, input);
    return {
      executions: items.map((execution) => ({
        executionArn: sfn.executionArn(execution),
        stateMachineArn: sfn.machineArn(machine.name),
        name: execution.name,
        status: execution.status,
        startDate: new Date(execution.startedAt),
        stopDate: execution.stoppedAt === undefined ? undefined : new Date(execution.stoppedAt),
        redriveCount: 0,
      })),
      nextToken,
    };
  },
});

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > LARGEST_INPUT) {
    throw invalidInput(`The input is larger than ${LARGEST_INPUT} bytes.`);
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw invalidInput((error as Error).message);
  }
}
