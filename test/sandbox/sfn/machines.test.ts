import { expect, test } from 'vitest';
import { failureOf } from '../cloudwatch/serve-services.ts';
import { passing, startSfn, waiting } from './sfn-harness.ts';

test('a state machine is described and listed as it was made', async () => {
  const { client, create, clock, machineArn } = await startSfn();
  clock.advance(1000);
  const tags = [{ key: 'kunren:run', value: 'run-1' }];
  const stateMachineArn = await create(passing(), { tags });
  expect(stateMachineArn).toBe(machineArn('steps'));
  expect(await client.describeStateMachine({ stateMachineArn })).toMatchObject({
    name: 'steps',
    status: 'ACTIVE',
    type: 'STANDARD',
    definition: JSON.stringify(passing()),
    creationDate: new Date(clock.now()),
  });
  expect((await client.listTagsForResource({ resourceArn: stateMachineArn })).tags).toEqual(tags);
  const { stateMachines } = await client.listStateMachines({});
  expect(stateMachines?.map(({ name }) => name)).toEqual(['orders-after-failover', 'steps']);
});

test('the same once more is the same machine, whatever the role; another definition is refused', async () => {
  const { create, effects } = await startSfn();
  const first = await create(passing());
  const again = await create(passing(), { roleArn: 'arn:aws:iam::000000000000:role/other' });
  expect(again).toBe(first);
  expect(effects.list()).toHaveLength(1);
  expect(await failureOf(create(waiting(1)))).toMatchObject({
    name: 'StateMachineAlreadyExists',
    message: `State Machine Already Exists: '${first}'`,
  });
});

test('an update counts for executions that are started after it', async () => {
  const { client, create, ended } = await startSfn();
  const stateMachineArn = await create(passing('old'));
  const definition = JSON.stringify(passing('new'));
  const { revisionId, updateDate } = await client.updateStateMachine({
    stateMachineArn,
    definition,
  });
  expect(updateDate).toBeInstanceOf(Date);
  expect(await client.describeStateMachine({ stateMachineArn })).toMatchObject({
    definition,
    revisionId,
  });
  const { executionArn } = await client.startExecution({ stateMachineArn });
  expect(await ended(executionArn)).toMatchObject({ output: '"new"' });
  const nothing = client.updateStateMachine({ stateMachineArn });
  expect(await failureOf(nothing)).toMatchObject({ name: 'MissingRequiredParameter' });
});

test('deleting a machine ends its executions and takes them along; one that is gone is no error', async () => {
  const { client, create, effects } = await startSfn();
  const stateMachineArn = await create(waiting(3600));
  const { executionArn } = await client.startExecution({ stateMachineArn });
  await client.deleteStateMachine({ stateMachineArn });
  await client.deleteStateMachine({ stateMachineArn });
  expect(await failureOf(client.describeStateMachine({ stateMachineArn }))).toMatchObject({
    name: 'StateMachineDoesNotExist',
  });
  expect(await failureOf(client.describeExecution({ executionArn }))).toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
  expect(effects.list().map(({ operation }) => operation)).toEqual([
    'states:CreateStateMachine',
    'states:StartExecution',
    'states:DeleteStateMachine',
  ]);
});

const pass = (more: object) => ({
  StartAt: 'P',
  States: { P: { Type: 'Pass', End: true, ...more } },
});

for (const [what, definition, name, message] of [
  ['no JSON', '{', 'InvalidDefinition', 'INVALID_JSON_DESCRIPTION'],
  ['no states', {}, 'InvalidDefinition', 'SCHEMA_VALIDATION_FAILED'],
  ['a next that is not there', pass({ End: undefined, Next: 'X' }), 'InvalidDefinition', ''],
  ['JSONata', { ...pass({}), QueryLanguage: 'JSONata' }, /./, ''],
  ['variables', pass({ Assign: { a: 1 } }), /./, ''],
  ['a wait above 24 days', waiting(3_000_000), 'UnsupportedBySandbox', 'no timer'],
  [
    'a time-out above 24 days',
    waiting(1, { TimeoutSeconds: 99_999_999 }),
    'UnsupportedBySandbox',
    'no timer',
  ],
  [
    'a distributed map',
    {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: {
            ...pass({}),
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          },
          End: true,
        },
      },
    },
    'UnsupportedBySandbox',
    'INLINE',
  ],
] as const) {
  test(`a definition with ${what} is refused, as ValidateStateMachineDefinition says it will be`, async () => {
    const { client, machineArn } = await startSfn();
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    const call = client.createStateMachine({
      name: 'steps',
      definition: text,
      roleArn: 'arn:aws:iam::000000000000:role/steps',
    });
    expect(await failureOf(call)).toMatchObject({
      name: expect.stringMatching(name),
      message: expect.stringContaining(message),
    });
    expect(await client.validateStateMachineDefinition({ definition: text })).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR' }],
    });
    const described = client.describeStateMachine({ stateMachineArn: machineArn('steps') });
    expect(await failureOf(described)).toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
}

test('a valid definition is called so', async () => {
  const { client } = await startSfn();
  const answer = await client.validateStateMachineDefinition({
    definition: JSON.stringify(waiting(1)),
  });
  expect(answer).toMatchObject({ result: 'OK', diagnostics: [] });
});

test('an express machine and a role that is none are refused', async () => {
  const { create } = await startSfn();
  expect(await failureOf(create(passing(), { type: 'EXPRESS' }))).toMatchObject({
    name: 'UnsupportedBySandbox',
  });
  expect(await failureOf(create(passing(), { roleArn: 'me' }))).toMatchObject({
    name: 'InvalidArn',
  });
  expect(await failureOf(create(passing(), { name: 'a/b' }))).toMatchObject({
    name: 'InvalidName',
  });
});

test('the machine of the orders team settles the workload where it runs now', async () => {
  const { client, ended, machineArn } = await startSfn();
  const run = async (input: object) => {
    const { executionArn } = await client.startExecution({
      stateMachineArn: machineArn('orders-after-failover'),
      input: JSON.stringify(input),
    });
    return ended(executionArn);
  };
  const [away, home, nowhere, incomplete] = await Promise.all([
    run({ workload: 'orders', primaryRegion: 'ap-northeast-3' }),
    run({ workload: 'orders', primaryRegion: 'ap-northeast-1' }),
    run({ workload: 'orders', primaryRegion: 'eu-west-1' }),
    run({ workload: 'orders' }),
  ]);
  expect(JSON.parse(away.output ?? '')).toEqual({
    workload: 'orders',
    primaryRegion: 'ap-northeast-3',
    settings: { nightlyReports: 'off', reservationMinutes: 30 },
  });
  expect(JSON.parse(home.output ?? '')).toMatchObject({ settings: { nightlyReports: 'on' } });
  for (const refused of [nowhere, incomplete]) {
    expect(refused).toMatchObject({
      status: 'FAILED',
      error: 'Orders.InvalidInput',
      cause: expect.stringContaining('primaryRegion'),
    });
  }
});
