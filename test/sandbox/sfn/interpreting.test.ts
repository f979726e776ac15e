import { expect, test } from 'vitest';
import { startSfn, waiting } from './sfn-harness.ts';

test('choices, waits, maps, parallels and paths run as the language says', async () => {
  const { run } = await startSfn();
  const double = {
    StartAt: 'Double',
    States: {
      Double: {
        Type: 'Pass',
        Parameters: { 'twice.$': 'States.MathAdd($.n, $.n)' },
        End: true,
      },
    },
  };
  const named = (name: string) => ({
    StartAt: name,
    States: { [name]: { Type: 'Pass', Result: name, End: true } },
  });
  const execution = await run(
    {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [named('left'), named('right')],
          ResultPath: '$.sides',
          Next: 'Each',
        },
        Each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: double,
          ResultPath: '$.doubled',
          Next: 'Pause',
        },
        Pause: { Type: 'Wait', Seconds: 0, Next: 'Which' },
        Which: {
          Type: 'Choice',
          Choices: [{ Variable: '$.doubled[1].twice', NumericEquals: 4, Next: 'Good' }],
          Default: 'Bad',
        },
        Good: { Type: 'Succeed', OutputPath: '$.doubled' },
        Bad: { Type: 'Fail' },
      },
    },
    { items: [{ n: 1 }, { n: 2 }] },
  );
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '[{"twice":2},{"twice":4}]' });
});

test('a Fail state ends it with its error and its cause', async () => {
  const { run } = await startSfn();
  const failing = (more: object) => ({ StartAt: 'F', States: { F: { Type: 'Fail', ...more } } });
  const failed = await run(failing({ Error: 'Orders.Broken', Cause: 'It is broken.' }));
  expect(failed).toMatchObject({
    status: 'FAILED',
    error: 'Orders.Broken',
    cause: 'It is broken.',
  });
  expect(failed.output).toBeUndefined();
});

test('a Fail state without words leaves none', async () => {
  const { run } = await startSfn();
  const failed = await run({ StartAt: 'F', States: { F: { Type: 'Fail' } } });
  expect(failed.status).toBe('FAILED');
  expect([failed.error, failed.cause]).toEqual([undefined, undefined]);
});

const LAMBDA = 'arn:aws:lambda:ap-northeast-1:000000000000:function:warm-caches';

test('a task fails: the sandbox runs no Lambda and says so', async () => {
  const { run, history } = await startSfn();
  const failed = await run({
    StartAt: 'WarmCaches',
    States: { WarmCaches: { Type: 'Task', Resource: LAMBDA, End: true } },
  });
  const cause = `The sandbox runs no Lambda and calls no service, so the task WarmCaches (${LAMBDA}) was not performed.`;
  expect(failed).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed', cause });
  expect(await history(failed.executionArn)).toMatchObject([
    { type: 'ExecutionStarted' },
    { type: 'TaskStateEntered' },
    {
      type: 'TaskFailed',
      taskFailedEventDetails: { resource: LAMBDA, resourceType: 'lambda', cause },
    },
    { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'States.TaskFailed', cause } },
  ]);
});

test('a task inside of a branch or an iteration fails as well, and a Catch takes it up', async () => {
  const { run } = await startSfn();
  const task = {
    StartAt: 'Deep',
    States: {
      Deep: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true },
    },
  };
  const execution = await run(
    {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: {
            StartAt: 'Both',
            States: { Both: { Type: 'Parallel', Branches: [task], End: true } },
          },
          Catch: [{ ErrorEquals: ['States.TaskFailed'], ResultPath: '$.error', Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', OutputPath: '$.error.Error', End: true },
      },
    },
    { items: [1] },
  );
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '"States.TaskFailed"' });
});

test('a Catch whose result is the whole hands on the error alone', async () => {
  const { run } = await startSfn();
  const execution = await run({
    StartAt: 'Try',
    States: {
      Try: {
        Type: 'Task',
        Resource: LAMBDA,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', OutputPath: '$.Error', End: true },
    },
  });
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '"States.TaskFailed"' });
});

test('TimeoutSeconds ends it as timed out', async () => {
  const { run, history } = await startSfn();
  const execution = await run(waiting(3600, { TimeoutSeconds: 1 }));
  expect(execution).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  expect((await history(execution.executionArn)).at(-1)).toMatchObject({
    type: 'ExecutionTimedOut',
    executionTimedOutEventDetails: { error: 'States.Timeout' },
  });
});

test('a machine that goes round for ever is ended at 25,000 events, and the sandbox goes on', async () => {
  const { run, client } = await startSfn();
  const execution = await run({
    StartAt: 'Round',
    States: {
      Round: {
        Type: 'Choice',
        Choices: [{ Variable: '$.never', IsPresent: true, Next: 'Done' }],
        Default: 'AndRound',
      },
      AndRound: { Type: 'Pass', Next: 'Round' },
      Done: { Type: 'Succeed' },
    },
  });
  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
  expect((await client.listStateMachines({})).stateMachines).toHaveLength(2);
}, 60_000);

for (const [what, state, output] of [
  ['a result of false', { Result: false }, 'false'],
  ['a result of 0', { Result: 0 }, '0'],
  ['a result of null', { Result: null, ResultPath: '$.r' }, '{"a":1,"r":null}'],
  ['the whole as the path of the result', { Result: 'x', ResultPath: '$' }, '"x"'],
  ['no place for the result', { Result: 'x', ResultPath: null }, '{"a":1}'],
] as const) {
  test(`a Pass with ${what} means what the language says`, async () => {
    const { run } = await startSfn();
    const execution = await run(
      { StartAt: 'P', States: { P: { Type: 'Pass', ...state, End: true } } },
      { a: 1 },
    );
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output });
  });
}
