import { expect, test, vi } from 'vitest';
import { failureOf } from '../cloudwatch/serve-services.ts';
import { passing, startSfn, waiting } from './sfn-harness.ts';

test('an execution runs to its end and says what came of it', async () => {
  const { run, machineArn, executionArn, clock, save, effects } = await startSfn();
  const execution = await run(passing({ orders: 3 }), { any: 'thing' });
  expect(execution).toMatchObject({
    stateMachineArn: machineArn('steps'),
    executionArn: executionArn('steps', execution.name ?? ''),
    status: 'SUCCEEDED',
    input: '{"any":"thing"}',
    output: '{"orders":3}',
    startDate: new Date(clock.now()),
    stopDate: new Date(clock.now()),
  });
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(3));
  expect(effects.list()).toMatchObject([
    { operation: 'states:CreateStateMachine', resource: machineArn('steps') },
    { operation: 'states:StartExecution', resource: execution.executionArn },
  ]);
});

test('an execution that runs is stopped with the error and the cause of the caller', async () => {
  const { client, create, clock, history, sfn } = await startSfn();
  const stateMachineArn = await create(waiting(3600));
  const { executionArn } = await client.startExecution({ stateMachineArn });
  const running = await client.describeExecution({ executionArn });
  expect(running).toMatchObject({ status: 'RUNNING', input: '{}' });
  expect(running.stopDate).toBeUndefined();
  clock.advance(5000);
  const why = { error: 'Drill.Aborted', cause: 'The operator said so.' };
  const { stopDate } = await client.stopExecution({ executionArn, ...why });
  expect(stopDate).toEqual(new Date(clock.now()));
  expect(await client.describeExecution({ executionArn })).toMatchObject({
    status: 'ABORTED',
    stopDate,
    ...why,
  });
  clock.advance(5000);
  // Once more changes nothing.
  expect(await client.stopExecution({ executionArn, error: 'Other' })).toMatchObject({ stopDate });
  expect((await history(executionArn)).at(-1)).toMatchObject({
    type: 'ExecutionAborted',
    timestamp: stopDate,
    executionAbortedEventDetails: why,
  });
  await sfn.close();
  expect((await history(executionArn)).at(-1)?.type).toBe('ExecutionAborted');
});

test('the same name and input while it runs is the same execution', async () => {
  const { client, create, clock, effects } = await startSfn();
  const input = { stateMachineArn: await create(waiting(3600)), name: 'run-1', input: '{"a":1}' };
  const first = await client.startExecution(input);
  clock.advance(1000);
  const second = await client.startExecution(input);
  expect(second.executionArn).toBe(first.executionArn);
  expect(second.startDate).toEqual(first.startDate);
  expect(effects.list()).toHaveLength(2);
  const other = client.startExecution({ ...input, input: '{"a": 1}' });
  expect(await failureOf(other)).toMatchObject({ name: 'ExecutionAlreadyExists', status: 400 });
});

test('a name is taken for good once its execution has ended, also for the same input', async () => {
  const { client, create, ended } = await startSfn();
  const input = { stateMachineArn: await create(passing()), name: 'run-1', input: '{}' };
  const { executionArn } = await client.startExecution(input);
  await ended(executionArn);
  expect(await failureOf(client.startExecution(input))).toMatchObject({
    name: 'ExecutionAlreadyExists',
    message: `Execution Already Exists: '${executionArn}'`,
  });
});

test('what cannot be started is refused by name', async () => {
  const { client, create, machineArn } = await startSfn();
  const stateMachineArn = await create(passing());
  for (const [input, name] of [
    [{ stateMachineArn: machineArn('nobody') }, 'StateMachineDoesNotExist'],
    [{ stateMachineArn: 'nobody' }, 'InvalidArn'],
    [{ stateMachineArn, name: 'has space' }, 'InvalidName'],
    [{ stateMachineArn, name: 'x'.repeat(81) }, 'InvalidName'],
    [{ stateMachineArn, input: '{' }, 'InvalidExecutionInput'],
    [{ stateMachineArn, input: `"${'x'.repeat(262_143)}"` }, 'InvalidExecutionInput'],
    [{ stateMachineArn, traceHeader: 'x' }, 'UnsupportedBySandbox'],
  ] as const) {
    expect(await failureOf(client.startExecution(input))).toMatchObject({ name, status: 400 });
  }
  const missing = client.startExecution({} as never);
  expect(await failureOf(missing)).toMatchObject({ name: 'ValidationException' });
});

test('an execution that is not there is told so', async () => {
  const { client, executionArn } = await startSfn();
  const arn = executionArn('orders-after-failover', 'nobody');
  for (const call of [
    client.describeExecution({ executionArn: arn }),
    client.stopExecution({ executionArn: arn }),
    client.getExecutionHistory({ executionArn: arn }),
  ]) {
    expect(await failureOf(call)).toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${arn}'`,
    });
  }
});

test('executions are listed by status, the newest first, page by page', async () => {
  const { client, create, ended } = await startSfn();
  const stateMachineArn = await create({
    StartAt: 'Which',
    States: {
      Which: {
        Type: 'Choice',
        Choices: [{ Variable: '$.fail', IsPresent: true, Next: 'Fail' }],
        Default: 'Done',
      },
      Fail: { Type: 'Fail' },
      Done: { Type: 'Succeed' },
    },
  });
  for (const [name, input] of [
    ['a', '{}'],
    ['b', '{"fail":1}'],
    ['c', '{}'],
  ] as const) {
    await ended((await client.startExecution({ stateMachineArn, name, input })).executionArn);
  }
  const names = async (more: object) =>
    (await client.listExecutions({ stateMachineArn, ...more })).executions?.map(({ name }) => name);
  expect(await names({})).toEqual(['c', 'b', 'a']);
  expect(await names({ statusFilter: 'FAILED' })).toEqual(['b']);
  const first = await client.listExecutions({ stateMachineArn, maxResults: 2 });
  expect(first.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
  expect(await names({ nextToken: first.nextToken })).toEqual(['a']);
  const wrong = client.listExecutions({ stateMachineArn, nextToken: 'wrong' });
  expect(await failureOf(wrong)).toMatchObject({ name: 'InvalidToken' });
});

test('the history has every step with its time, forwards and backwards, page by page', async () => {
  const { client, create, clock, ended, history } = await startSfn();
  const stateMachineArn = await create({
    StartAt: 'First',
    States: {
      First: { Type: 'Pass', Next: 'Pause' },
      Pause: { Type: 'Wait', Seconds: 1, Next: 'Done' },
      Done: { Type: 'Succeed' },
    },
  });
  const { executionArn } = await client.startExecution({ stateMachineArn, input: '{"a":1}' });
  const began = new Date(clock.now());
  await vi.waitFor(async () => {
    expect((await history(executionArn)).at(-1)?.type).toBe('WaitStateEntered');
  });
  clock.advance(1000);
  await ended(executionArn);
  const events = await history(executionArn);
  expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 1, 'PassStateEntered'],
    [3, 2, 'PassStateExited'],
    [4, 3, 'WaitStateEntered'],
    [5, 4, 'WaitStateExited'],
    [6, 5, 'SucceedStateEntered'],
    [7, 6, 'SucceedStateExited'],
    [8, 7, 'ExecutionSucceeded'],
  ]);
  expect(events.map(({ timestamp }) => timestamp)).toEqual([
    ...Array(4).fill(began),
    ...Array(4).fill(new Date(clock.now())),
  ]);
  expect(events[1]?.stateEnteredEventDetails).toEqual({
    name: 'First',
    input: '{"a":1}',
    inputDetails: { truncated: false },
  });
  const back = await client.getExecutionHistory({
    executionArn,
    reverseOrder: true,
    maxResults: 3,
    includeExecutionData: false,
  });
  expect(back.events?.map(({ id }) => id)).toEqual([8, 7, 6]);
  expect(back.events?.[1]?.stateExitedEventDetails).toEqual({ name: 'Done' });
  const rest = await client.getExecutionHistory({
    executionArn,
    reverseOrder: true,
    nextToken: back.nextToken,
  });
  expect(rest.events?.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1]);
  expect(rest.nextToken).toBeUndefined();
});

test('the history tells maps and parallels', async () => {
  const { run, history } = await startSfn();
  const inner = (name: string) => ({
    StartAt: name,
    States: { [name]: { Type: 'Pass', End: true } },
  });
  const execution = await run(
    {
      StartAt: 'Each',
      States: {
        Each: { Type: 'Map', ItemProcessor: inner('P'), Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [inner('Q')], End: true },
      },
    },
    [1],
  );
  expect((await history(execution.executionArn)).map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapIterationStarted',
    'PassStateEntered',
    'PassStateExited',
    'MapIterationSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ParallelStateEntered',
    'ParallelStateStarted',
    'PassStateEntered',
    'PassStateExited',
    'ParallelStateSucceeded',
    'ParallelStateExited',
    'ExecutionSucceeded',
  ]);
});

test('an execution that ran when the sandbox ended is failed by the next, which says why', async () => {
  const first = await startSfn();
  const stateMachineArn = await first.create(waiting(3600));
  const { executionArn } = await first.client.startExecution({ stateMachineArn });
  await first.sfn.close();
  const second = await startSfn(JSON.parse(JSON.stringify(first.sfn.state)));
  expect(await second.client.describeExecution({ executionArn })).toMatchObject({
    status: 'FAILED',
    error: 'Sandbox.Restarted',
    cause: expect.stringContaining('restarted while this execution ran'),
  });
  expect((await second.history(executionArn)).at(-1)?.type).toBe('ExecutionFailed');
});

test('closing leaves what runs as running, for the next start to find', async () => {
  const { client, create, sfn } = await startSfn();
  const stateMachineArn = await create(waiting(3600));
  const { executionArn } = await client.startExecution({ stateMachineArn });
  await sfn.close();
  expect(await client.describeExecution({ executionArn })).toMatchObject({ status: 'RUNNING' });
});

test('the newest 500 finished executions are kept, and none that runs is forgotten', async () => {
  const { client, create, ended, sfn } = await startSfn();
  const forever = await create(waiting(3600), { name: 'forever' });
  const running = await client.startExecution({ stateMachineArn: forever });
  const short = sfn.machine(await create(passing()));
  for (let run = 0; run < 505; run += 1) sfn.start(short, { name: `run-${run}`, input: '{}' });
  await ended(sfn.executionArn({ machine: 'steps', name: 'run-504' }));
  expect(sfn.state.executions).toHaveLength(501);
  expect(await client.describeExecution(running as never)).toMatchObject({ status: 'RUNNING' });
});

test('a stopped execution with retries does not begin anew', async () => {
  const { client, create, history, sfn } = await startSfn();
  const stateMachineArn = await create({
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [waiting(3600)],
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }],
        End: true,
      },
    },
  });
  const { executionArn } = await client.startExecution({ stateMachineArn });
  await vi.waitFor(async () => {
    expect((await history(executionArn)).at(-1)?.type).toBe('WaitStateEntered');
  });
  await client.stopExecution({ executionArn });
  await sfn.close();
  expect((await history(executionArn)).at(-1)?.type).toBe('ExecutionAborted');
});
