import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import {
  AT_THE_RUN,
  type Mutation,
  type PlannedCall,
  type Poll,
  type Undo,
} from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { type Json, KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { demandNamedAfterRun } from '../named-after-run.ts';
import type { Services } from '../services.ts';
import { type ExecutionNames, executionNames, type SfnContext } from './execution-names.ts';
import { explainFailure } from './explain-failure.ts';

export interface RunStateMachineInput {
  /** Of a standard state machine, or of a version or an alias of it. */
  readonly stateMachineArn: string;
  /** Of the execution; holds the run's name, and is the key by which it is found again. */
  readonly name: string;
  readonly input?: Json;
}

export type ExecutionReceipt = { readonly executionArn: string };

export interface FinishedExecution {
  readonly executionArn: string;
  readonly startedAt: Instant;
  readonly stoppedAt: Instant;
  readonly output: Json;
}

/** Step Functions may still carry out a request whose connection is gone, and shows an execution a little late. */
const SETTLES_MS: Ms = 10_000;

const stop: Undo<RunStateMachineInput, Services, ExecutionReceipt> = {
  async start(context, input) {
    const names = namesOf(context, input);
    const execution = await describe(context, names);
    if (!isRunning(execution)) return;
    const sfn = await context.services.aws.sfn(names.region);
    await sfn.stopExecution({
      executionArn: names.executionArn,
      error: 'Kunren.Stopped',
      cause: `The run ${context.run} ended before this execution did.`,
    });
  },
  async poll(context, input) {
    const execution = await describe(context, namesOf(context, input));
    if (isRunning(execution)) return { status: 'pending', progress: { message: 'still running' } };
    const requestId = execution?.requestId;
    return {
      status: 'done',
      output: {
        call: 'states:DescribeExecution',
        observed: execution?.status ?? 'ExecutionDoesNotExist',
        ...(requestId !== undefined && { requestId }),
      },
    };
  },
  iam: ['states:DescribeExecution', 'states:StopExecution'],
  plan: ({ name }) => [planned('StopExecution', { Name: name, OnlyWhile: 'RUNNING' }, true)],
};

/**
 * Runs a state machine that the team already has, as one step, and waits for its end.
 * Fails with `STATE_MACHINE_ARN_INVALID` (class `input`), `EXECUTION_FAILED` (class `environment`),
 * `EXECUTION_NAME_TAKEN` or `NAME_WITHOUT_RUN` (class `safety`).
 */
export const runStateMachine: Mutation<
  RunStateMachineInput,
  ExecutionReceipt,
  FinishedExecution,
  Services
> = {
  kind: 'mutation',
  name: 'sfn.run-state-machine',
  waitsOn: 'aws',
  iam: ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:StartExecution'],
  pollEvery: { initialMs: 500, maxMs: 10_000, factor: 1.4 },
  settlesWithinMs: SETTLES_MS,
  owns: ({ stateMachineArn, name }) => ({
    type: 'states:execution',
    id: name,
    region: executionNames(stateMachineArn, name).region,
  }),
  plan: ({ stateMachineArn, name, input = {} }) => ({
    calls: [
      planned(
        'StartExecution',
        { StateMachineArn: stateMachineArn, Name: name, Input: input },
        true,
      ),
    ],
    output: {
      executionArn: executionNames(stateMachineArn, name).executionArn,
      startedAt: AT_THE_RUN,
      stoppedAt: AT_THE_RUN,
      output: null,
    },
  }),
  async start(context, input) {
    const names = namesOf(context, input);
    const sfn = await context.services.aws.sfn(names.region);
    try {
      await sfn.startExecution({
        stateMachineArn: input.stateMachineArn,
        name: input.name,
        input: inputOf(input),
      });
    } catch (error) {
      // It is there, and has ended already.
      if (!failedWith(error, 'EXECUTION_ALREADY_EXISTS')) throw error;
      const adopted = await adopt(context, input);
      if (!adopted) throw error;
    }
    return { executionArn: names.executionArn };
  },
  async poll(context, input) {
    const names = namesOf(context, input);
    const execution = await describe(context, names);
    if (!execution) return { status: 'pending', progress: { message: 'not visible yet' } };
    if (isRunning(execution)) return { status: 'pending', progress: { message: 'running' } };
    if (execution.status !== 'SUCCEEDED') throw await explainFailure(context, names, execution);
    return finished(names, execution);
  },
  adopt,
  undo: stop,
};

interface Execution extends DescribeExecutionOutput {
  readonly requestId?: string;
}

async function describe(
  context: SfnContext,
  { region, executionArn }: ExecutionNames,
): Promise<Execution | undefined> {
  const sfn = await context.services.aws.sfn(region);
  try {
    const { $metadata, ...execution } = await sfn.describeExecution({ executionArn });
    const { requestId } = $metadata;
    return { ...execution, ...(requestId !== undefined && { requestId }) };
  } catch (error) {
    if (failedWith(error, 'EXECUTION_DOES_NOT_EXIST')) return undefined;
    throw error;
  }
}

function isRunning(execution: Execution | undefined): boolean {
  return execution?.status === 'RUNNING' || execution?.status === 'PENDING_REDRIVE';
}

/** The name is derived from the run; an execution of that name with another input was not started by it. */
async function adopt(
  context: SfnContext,
  input: RunStateMachineInput,
): Promise<ExecutionReceipt | undefined> {
  const names = namesOf(context, input);
  const execution = await describe(context, names);
  if (!execution) return undefined;
  if (execution.input === inputOf(input)) return { executionArn: names.executionArn };
  throw new KunrenError({
    code: 'EXECUTION_NAME_TAKEN',
    message: `There is an execution ${input.name} with another input than this run gives it.`,
    class: 'safety',
  });
}

function finished(names: ExecutionNames, execution: Execution): Poll<FinishedExecution> {
  const { startDate, stopDate, output = 'null' } = execution;
  const took = (stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0);
  return {
    status: 'done',
    output: {
      executionArn: names.executionArn,
      startedAt: startDate?.toISOString() ?? '',
      stoppedAt: stopDate?.toISOString() ?? '',
      output: JSON.parse(output) as Json,
    },
    facts: [
      {
        label: 'State machine',
        value: `${names.executionArn} succeeded after ${formatDuration(took)}`,
      },
    ],
  };
}

function namesOf(context: SfnContext, input: RunStateMachineInput): ExecutionNames {
  demandNamedAfterRun(context, input.name);
  return executionNames(input.stateMachineArn, input.name);
}

function inputOf({ input = {} }: RunStateMachineInput): string {
  return JSON.stringify(input);
}

function planned(
  operation: string,
  parameters: PlannedCall['parameters'],
  mutating: boolean,
): PlannedCall {
  return { service: 'states', operation, parameters, mutating };
}
