import { setup } from 'xstate';
import { awaitAws } from '../../src/activities/human/await-aws.ts';
import { doTask } from '../../src/activities/human/do-task.ts';
import { activityActors } from '../../src/core/activity-actors.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { People } from '../../src/core/people.ts';
import type { Runbook, RunbookOutcome } from '../../src/core/runbook.ts';
import type { TaskPrompt } from '../../src/core/task.ts';
import { FakeClock } from './fake-clock.ts';
import { RunHarness } from './run-harness.ts';
import { toyDrill, toyEnvironment } from './toy-runbook.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const common = { expectedMs: 5 * MINUTE, deadlineMs: DAY } as const;

const KIND: TaskPrompt = {
  ...common,
  action: 'Say what is lost.',
  role: 'incident-commander',
  answer: {
    kind: 'choice',
    choices: [
      { value: 'password', label: 'The password' },
      { value: 'device', label: 'The MFA device' },
    ],
  },
};

const CASE: TaskPrompt = {
  ...common,
  action: 'Open a support case.',
  role: 'operator',
  deadlineMs: 30 * DAY,
  answer: {
    kind: 'reference',
    of: 'the id of the case',
    pattern: '\\d{5,}',
    example: '1234567890',
  },
};

const AGREE: TaskPrompt = {
  ...common,
  action: 'Agree to go on.',
  role: 'approver',
  answer: { kind: 'approval', needed: 2 },
};

const activities = { 'human.do-task': doTask, 'human.await-aws': awaitAws };

const base = setup({
  types: {} as {
    context: { failure: Failure | null };
    input: Record<string, never>;
    output: RunbookOutcome;
  },
  actors: activityActors(activities),
});

const machine = base.createMachine({
  id: 'people',
  context: { failure: null },
  initial: 'kind',
  states: {
    kind: {
      meta: { title: 'Decide what is lost' },
      invoke: {
        id: 'kind',
        src: 'human.do-task',
        input: KIND,
        onDone: [
          { guard: ({ event }) => event.output.value === 'device', target: 'case' },
          { target: 'agree' },
        ],
        onError: 'failed',
      },
    },
    case: {
      meta: { title: 'Wait for AWS' },
      invoke: {
        id: 'case',
        src: 'human.await-aws',
        input: CASE,
        onDone: 'agree',
        onError: 'failed',
      },
    },
    agree: {
      meta: { title: 'Agree' },
      invoke: {
        id: 'agree',
        src: 'human.do-task',
        input: AGREE,
        onDone: 'done',
        onError: 'failed',
      },
    },
    done: { type: 'final' },
    failed: { type: 'final' },
  },
});

/** Asks for a choice, on one way for a support case, and for the approval of two. */
const humanRunbook: Runbook = {
  id: 'people',
  version: '1.0.0',
  title: 'People',
  machine,
  activities,
  recoveredAt: 'T5',
  input: () => ({}),
  parametersSchema: {},
};

export class HumanHarness extends RunHarness {
  readonly clock: FakeClock;

  constructor(people?: People) {
    const clock = new FakeClock();
    super({
      run: 'people-1',
      runbook: humanRunbook,
      drill: { ...toyDrill, runbook: 'people', ...(people && { people }) },
      environment: toyEnvironment,
      clock,
      services: () => ({}),
    });
    this.clock = clock;
  }
}
