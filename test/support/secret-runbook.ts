import { setup } from 'xstate';
import { doTask } from '../../src/activities/human/do-task.ts';
import type { Mutation } from '../../src/core/activity.ts';
import { activityActors } from '../../src/core/activity-actors.ts';
import { KunrenError } from '../../src/core/failure.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import type { TaskPrompt } from '../../src/core/task.ts';
import { FakeClock } from './fake-clock.ts';
import { killed, RunHarness } from './run-harness.ts';
import { toyDrill, toyEnvironment } from './toy-runbook.ts';

const CODE: TaskPrompt = {
  action: 'Read the mail.',
  role: 'mailbox-holder',
  expectedMs: 60_000,
  deadlineMs: 3_600_000,
  maySkip: false,
  answer: {
    kind: 'secret',
    of: 'the code in the mail',
    secret: 'mail-code',
    pattern: '[0-9A-Z]{6}',
    example: 'AB12CD',
  },
};

/** What the code was given to, once for each time. */
interface Lock {
  readonly open: (code: string) => void;
}

const unlock: Mutation<null, null, null, Lock> = {
  kind: 'mutation',
  name: 'toy.unlock',
  waitsOn: 'aws',
  iam: ['toy:Unlock'],
  plan: () => ({ calls: [], output: null }),
  async start({ secrets, services }) {
    const code = secrets.get('mail-code');
    if (code === undefined) {
      throw new KunrenError({ code: 'SECRET_MISSING', message: 'No code.', class: 'input' });
    }
    services.open(code);
    return null;
  },
  poll: async () => ({ status: 'done', output: null }),
  adopt: async () => undefined,
};

const activities = { 'human.do-task': doTask, 'toy.unlock': unlock };

const machine = setup({ actors: activityActors(activities) }).createMachine({
  id: 'secret',
  initial: 'code',
  states: {
    code: {
      meta: { title: 'Read the code' },
      invoke: {
        id: 'code',
        src: 'human.do-task',
        input: CODE,
        onDone: 'unlock',
        onError: 'over',
      },
    },
    unlock: {
      meta: { title: 'Use the code' },
      // Without it somebody is asked again.
      invoke: { id: 'unlock', src: 'toy.unlock', input: null, onDone: 'over', onError: 'code' },
    },
    over: { type: 'final' },
  },
});

/** Asks for a secret and uses it. */
export const secretRunbook: Runbook = {
  id: 'secret',
  version: '1.0.0',
  title: 'Secret',
  machine,
  activities,
  recoveredAt: 'T5',
  input: () => ({}),
  parametersSchema: {},
};

export class SecretHarness extends RunHarness {
  /** Codes with which the lock was opened. */
  readonly used: string[] = [];

  constructor(runbook = secretRunbook) {
    super({
      run: 'secret-1',
      runbook,
      drill: { ...toyDrill, runbook: 'secret' },
      environment: toyEnvironment,
      clock: new FakeClock(),
      services: (): Lock => ({
        open: (code) => {
          if (this.diesAt('before')) throw killed();
          this.used.push(code);
          if (this.diesAt('after')) throw killed();
        },
      }),
    });
  }
}
