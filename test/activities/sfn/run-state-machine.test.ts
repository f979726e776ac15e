import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from 'vitest';
import { executionNames } from '../../../src/activities/sfn/execution-names.ts';
import { runStateMachine } from '../../../src/activities/sfn/run-state-machine.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  RUN,
  type TestContext,
} from '../../support/activity-context.ts';

const REGION = 'ap-northeast-3';
const NAME = `kunren-${RUN}`;
const MACHINE = `arn:aws:states:${REGION}:111122223333:stateMachine:warm-caches`;
const EXECUTION = `arn:aws:states:${REGION}:111122223333:execution:warm-caches:${NAME}`;
const input = { stateMachineArn: MACHINE, name: NAME, input: { region: REGION } };
const receipt = { executionArn: EXECUTION };
const { undo } = runStateMachine;

let aws: ReturnType<typeof scriptedAws>;
let sfn: ReturnType<typeof scriptedAws>['sfn'];
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  sfn = aws.in(REGION).sfn;
  context = activityContext({ services: { aws: aws.aws } });
});

const $metadata = { httpStatusCode: 400, requestId: 'req-1' };
const noSuchExecution = () => new ExecutionDoesNotExist({ message: 'no', $metadata });
const exists = () => new ExecutionAlreadyExists({ message: 'yes', $metadata });

const execution = (status: DescribeExecutionOutput['status'], more: object = {}) =>
  sfn.on(DescribeExecutionCommand).resolves({
    executionArn: EXECUTION,
    stateMachineArn: MACHINE,
    status,
    input: '{"region":"ap-northeast-3"}',
    startDate: new Date('2026-11-24T01:00:00Z'),
    $metadata: { requestId: 'req-2' },
    ...more,
  });

const poll = () => runStateMachine.poll(context, input, receipt);

describe('start', () => {
  test('gives the execution the run’s name, in the Region of the state machine', async () => {
    expect(await runStateMachine.start(context, input)).toEqual(receipt);
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: MACHINE,
      name: NAME,
      input: '{"region":"ap-northeast-3"}',
    });
    expect(aws.sfn.calls()).toHaveLength(0);
  });

  test('takes an execution of its name that has ended already for its own', async () => {
    sfn.on(StartExecutionCommand).rejects(exists());
    execution('SUCCEEDED');
    expect(await runStateMachine.start(context, input)).toEqual(receipt);
  });

  test('but not one that was given something else', async () => {
    sfn.on(StartExecutionCommand).rejects(exists());
    execution('SUCCEEDED', { input: '{}' });
    expect(await failureFrom(runStateMachine.start(context, input))).toMatchObject({
      code: 'EXECUTION_NAME_TAKEN',
      class: 'safety',
    });
  });

  test('refuses a name without the run’s, and an ARN of something else', async () => {
    const named = { ...input, name: 'nightly' };
    expect(await failureFrom(runStateMachine.start(context, named))).toMatchObject({
      code: 'NAME_WITHOUT_RUN',
      class: 'safety',
    });
    const other = { ...input, stateMachineArn: EXECUTION };
    expect(await failureFrom(runStateMachine.start(context, other))).toMatchObject({
      code: 'STATE_MACHINE_ARN_INVALID',
      class: 'input',
    });
    expect(sfn.calls()).toHaveLength(0);
  });
});

test('adopts by the ARN that is known beforehand', async () => {
  sfn.on(DescribeExecutionCommand).rejects(noSuchExecution());
  expect(await runStateMachine.adopt(context, input)).toBeUndefined();
  execution('RUNNING');
  expect(await runStateMachine.adopt(context, input)).toEqual(receipt);
  expect(sfn.commandCalls(DescribeExecutionCommand)[0]?.args[0].input.executionArn).toBe(EXECUTION);
});

test.each([
  ['', ''],
  ['a version of', ':3'],
  ['an alias of', ':live'],
])('an execution of %s a state machine has the ARN of the state machine’s', (_case, suffix) => {
  expect(executionNames(`${MACHINE}${suffix}`, NAME)).toEqual({
    region: REGION,
    executionArn: EXECUTION,
  });
});

describe('poll', () => {
  test('waits while it runs, and while it does not show yet', async () => {
    execution('RUNNING');
    expect(pendingFrom(await poll())).toBe('running');
    sfn.on(DescribeExecutionCommand).rejects(noSuchExecution());
    expect(pendingFrom(await poll())).toBe('not visible yet');
  });

  test('gives what came out', async () => {
    execution('SUCCEEDED', {
      output: '{"caches":3}',
      stopDate: new Date('2026-11-24T01:00:02Z'),
    });
    expect(doneFrom(await poll()).output).toEqual({
      executionArn: EXECUTION,
      startedAt: '2026-11-24T01:00:00.000Z',
      stoppedAt: '2026-11-24T01:00:02.000Z',
      output: { caches: 3 },
    });
  });

  test('says in which state it failed, and why, from the history where it must', async () => {
    execution('FAILED');
    sfn.on(GetExecutionHistoryCommand).resolves({
      events: [
        {
          id: 9,
          type: 'ExecutionFailed',
          timestamp: new Date(),
          executionFailedEventDetails: { error: 'Cold', cause: 'no cache answered.' },
        },
        {
          id: 8,
          type: 'TaskStateEntered',
          timestamp: new Date(),
          stateEnteredEventDetails: { name: 'Warm up' },
        },
        {
          id: 2,
          type: 'PassStateEntered',
          timestamp: new Date(),
          stateEnteredEventDetails: { name: 'Begin' },
        },
      ],
    });
    const failure = await failureFrom(poll());
    expect(failure).toMatchObject({
      code: 'EXECUTION_FAILED',
      class: 'environment',
      retryable: false,
      details: { status: 'FAILED', state: 'Warm up', error: 'Cold' },
    });
    expect(failure.message).toBe(
      `The execution ${EXECUTION} is FAILED in the state "Warm up": Cold: no cache answered.`,
    );
  });

  test.each(['TIMED_OUT', 'ABORTED'] as const)(
    '%s is a failure, also when no history can be had',
    async (status) => {
      execution(status, { error: 'E', cause: 'somebody stopped it' });
      sfn.on(GetExecutionHistoryCommand).rejects(new Error('no history'));
      const failure = await failureFrom(poll());
      expect(failure.message).toBe(
        `The execution ${EXECUTION} is ${status}: E: somebody stopped it.`,
      );
    },
  );
});

describe('undo', () => {
  const undoPoll = () => undo?.poll(context, input) ?? Promise.reject(new Error('no undo'));

  test('stops what still runs, and proves that it does not any more', async () => {
    execution('RUNNING');
    await undo?.start(context, input);
    expect(sfn.commandCalls(StopExecutionCommand)[0]?.args[0].input.executionArn).toBe(EXECUTION);
    expect(pendingFrom(await undoPoll())).toBe('still running');
    execution('ABORTED');
    expect(doneFrom(await undoPoll()).output).toEqual({
      call: 'states:DescribeExecution',
      observed: 'ABORTED',
      requestId: 'req-2',
    });
  });

  test('leaves alone what has ended or never began', async () => {
    execution('SUCCEEDED');
    await undo?.start(context, input);
    sfn.on(DescribeExecutionCommand).rejects(noSuchExecution());
    await undo?.start(context, input);
    expect(sfn.commandCalls(StopExecutionCommand)).toHaveLength(0);
    expect(doneFrom(await undoPoll()).output.observed).toBe('ExecutionDoesNotExist');
  });

  test('never stops an execution that is not named after the run', async () => {
    execution('RUNNING');
    const other = undo?.start(context, { ...input, name: 'nightly' }) ?? Promise.resolve();
    expect(await failureFrom(other)).toMatchObject({ code: 'NAME_WITHOUT_RUN' });
    expect(sfn.calls()).toHaveLength(0);
  });
});
