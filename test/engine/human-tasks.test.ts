import { describe, expect, it } from 'vitest';
import type { People } from '../../src/core/people.ts';
import type { Person } from '../../src/core/person.ts';
import type { OperatorCommand } from '../../src/core/record.ts';
import type { RunState } from '../../src/core/run-state.ts';
import { tabletopRunbook } from '../../src/core/tabletop.ts';
import type { Run } from '../../src/engine/run.ts';
import { EngineHarness } from '../support/engine-harness.ts';
import { HumanHarness } from '../support/human-runbook.ts';
import { HARNESS_PROCESS } from '../support/run-harness.ts';
import { toyRunbook } from '../support/toy-runbook.ts';

const person = (name: string): Person => ({ name, identity: 'os', host: 'desk', via: 'command' });

const answer = (task: string, value?: string): OperatorCommand => ({
  type: 'answer',
  task,
  ...(value !== undefined && { value }),
});

type Said = readonly [OperatorCommand, string];

const ALL: readonly Said[] = [
  [answer('kind', 'device'), 'lead'],
  [answer('case', '1234567890'), 'ops'],
  [answer('agree'), 'first'],
  [answer('agree'), 'second'],
];

/** Says, whenever something is asked, what has not been said to it yet. @returns the refusals */
function say(run: Run, all: readonly Said[]): string[] {
  const refused: string[] = [];
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (const [command, by] of all) {
      const { tasks } = run.feed.get().state;
      const open = tasks.find(
        ({ activity, status }) =>
          'task' in command && activity === command.task && status === 'open',
      );
      if (!open || open.answers.some(({ who }) => who.name === by)) continue;
      // A process that dies takes nothing any more.
      const reply = await run.command(command, person(by)).catch(() => undefined);
      if (reply?.accepted === false) refused.push(reply.reason ?? '');
    }
    isBusy = false;
  };
  run.feed.subscribe(() => void look());
  return refused;
}

function ended(state: RunState | 'died'): RunState {
  if (state === 'died') throw new Error('The process died.');
  return state;
}

describe('a run that asks people', () => {
  it('goes the way of their answers, and keeps who said what, and when', async () => {
    const harness = new HumanHarness();
    const state = ended(await harness.process({}, (run) => say(run, ALL)));
    expect(state.status).toBe('completed');
    expect(state.tasks.map(({ activity, status }) => [activity, status])).toEqual([
      ['kind', 'answered'],
      ['case', 'answered'],
      ['agree', 'answered'],
    ]);
    expect(state.tasks[1]?.answers).toMatchObject([
      { kind: 'answer', value: '1234567890', who: person('ops') },
    ]);
    expect(state.steps.find(({ id }) => id === 'case')?.output).toMatchObject({
      outcome: 'answered',
      value: '1234567890',
      by: 'ops',
    });
  });

  it('books the waiting for AWS apart from the waiting for people', async () => {
    const harness = new HumanHarness();
    const state = ended(
      await harness.process({}, (run) => {
        run.feed.subscribe(() => {
          const last = harness.journal.at(-1);
          if (last?.type === 'task.opened') harness.clock.pass(60_000);
        });
        say(run, ALL);
      }),
    );
    expect(state.waited).toMatchObject({ people: 120_000, aws: 60_000, tool: 0 });
  });

  it('comes to the same end after a death at any record, each answer counted once', async () => {
    const whole = new HumanHarness();
    await whole.process({}, (run) => say(run, ALL));
    for (let records = 1; records < whole.journal.length; records += 1) {
      const harness = new HumanHarness();
      await harness.process({ afterRecord: records }, (run) => say(run, ALL));
      const state = ended(await harness.process({}, (run) => say(run, ALL)));
      const where = `after record ${records}`;
      expect(state.status, where).toBe('completed');
      expect(state.tasks, where).toHaveLength(3);
      expect(
        state.tasks.map(({ answers }) => answers.length),
        where,
      ).toEqual([1, 1, 2]);
    }
  });

  it('waits for weeks, and takes up the same deadline in another process', async () => {
    const harness = new HumanHarness();
    const opened = () => harness.journal.filter(({ type }) => type === 'task.opened');
    await harness.process({ afterRecord: 4 }, (run) => say(run, ALL));
    harness.clock.jump(20 * 3_600_000);
    const state = ended(await harness.process({}, (run) => say(run, ALL)));
    expect(state.status).toBe('completed');
    expect(opened()).toHaveLength(3);
    expect(state.tasks[0]?.deadline).toBe('2026-11-25T01:00:00.000Z');
  });

  it('ends what nobody answers at its deadline, also when no process was there then', async () => {
    const alive = ended(await new HumanHarness().process());
    expect(alive).toMatchObject({ status: 'completed', tasks: [{ status: 'overdue' }] });
    const harness = new HumanHarness();
    await harness.process({ afterRecord: 4 });
    harness.clock.jump(25 * 3_600_000);
    const state = ended(await harness.process({}, (run) => say(run, ALL)));
    expect(state.tasks).toMatchObject([{ status: 'overdue', answers: [] }]);
    expect(harness.journal.find(({ type }) => type === 'activity.failed')?.data).toMatchObject({
      failure: { code: 'TASK_OVERDUE', class: 'people' },
    });
  });

  it('ends at one who declines, and says who and why', async () => {
    const harness = new HumanHarness();
    await harness.process({}, (run) =>
      say(run, [
        [answer('kind', 'password'), 'lead'],
        [{ type: 'decline', task: 'agree', comment: 'not today' }, 'first'],
      ]),
    );
    const failed = harness.journal.find(({ type }) => type === 'activity.failed');
    expect(failed?.data).toMatchObject({
      activity: 'agree',
      failure: {
        code: 'TASK_DECLINED',
        message: 'agree was declined by first (OS user on desk): not today',
      },
    });
  });

  it('never passes what was skipped, and says so', async () => {
    const harness = new HumanHarness();
    const state = ended(
      await harness.process({}, (run) =>
        say(run, [[{ type: 'skip', task: 'kind', reason: 'known' }, 'lead'], ...ALL.slice(2)]),
      ),
    );
    expect(state.tasks[0]?.status).toBe('skipped');
    expect(state.verdict?.verdict).toBe('unproven');
    expect(state.verdict?.reasons.join()).toContain('1 task of people was skipped: kind.');
  });

  it('takes the first of two answers, and tells the other who was first', async () => {
    const harness = new HumanHarness();
    const replies: object[] = [];
    await harness.process({}, (run) => {
      run.feed.subscribe(() => {
        if (harness.journal.at(-1)?.type !== 'task.opened' || replies.length > 0) return;
        replies.push({});
        void Promise.all([
          run.command(answer('kind', 'password'), person('a')),
          run.command(answer('kind', 'device'), person('b')),
        ]).then((both) => replies.push(...both));
      });
    });
    expect(replies.slice(1)).toMatchObject([
      { accepted: true },
      { accepted: false, reason: expect.stringMatching(/kind was answered by a .* already/) },
    ]);
    const values = harness.journal.flatMap((record) =>
      record.type === 'operator.commanded' ? [record.data.command] : [],
    );
    // Of what was refused nothing is kept.
    expect(values).toEqual([answer('kind', 'password'), answer('kind')]);
  });

  it('lets nobody approve what they have started, where a second person is wanted', async () => {
    const people: People = { participants: [], secondPerson: true };
    const harness = new HumanHarness(people);
    const { operator } = HARNESS_PROCESS;
    let refused: string[] = [];
    const state = ended(
      await harness.process({}, (run) => {
        refused = say(run, [
          [answer('kind', 'password'), operator],
          [answer('agree'), operator],
          [answer('agree'), 'first'],
          [answer('agree'), 'second'],
        ]);
      }),
    );
    expect(refused[0]).toContain('somebody else has to answer this');
    expect(state.tasks[1]?.answers.map(({ who }) => who.name)).toEqual(['first', 'second']);
  });

  it('takes notes at any time, and none when it has ended', async () => {
    const harness = new HumanHarness();
    let running: Run | undefined;
    const state = ended(
      await harness.process({}, (run) => {
        running = run;
        void run.command({ type: 'note', text: 'The phone rings.' }, person('lead'));
        say(run, ALL);
      }),
    );
    expect(state.notes).toMatchObject([{ text: 'The phone rings.', who: person('lead') }]);
    expect(await running?.command({ type: 'note', text: 'late' }, person('lead'))).toMatchObject({
      accepted: false,
    });
  });

  it('keeps a file with what it takes, before the record, and none with what it refuses', async () => {
    const harness = new HumanHarness();
    const file = { name: 'screen.png', sha256: 'a'.repeat(64), bytes: 4 };
    const noted = () =>
      harness.journal.filter(
        ({ type, data }) =>
          type === 'operator.commanded' && 'command' in data && data.command.type === 'note',
      );
    harness.keeps = ({ name }) => {
      if (name === 'full.png') throw new Error('no room is left');
      expect(noted()).toHaveLength(3);
    };
    const replies: unknown[] = [];
    await harness.process({}, (run) => {
      void (async () => {
        const give = async (command: OperatorCommand, content?: string) => {
          const bytes = content === undefined ? content : Buffer.from(content);
          replies.push(await run.command(command, person('lead'), bytes));
        };
        await give({ type: 'note', text: 'bell \u0007', file }, 'refused');
        await give({ type: 'note', text: 'lost', file });
        await give({ type: 'note', text: 'large', file: { ...file, name: 'full.png' } }, 'full');
        await give({ type: 'note', text: 'seen', file }, 'seen');
      })();
      say(run, ALL);
    });
    expect(replies).toEqual([
      { accepted: false, reason: expect.stringContaining('control characters') },
      { accepted: false, reason: 'screen.png did not come with it.' },
      { accepted: false, reason: expect.stringContaining('full.png could not be kept. ') },
      { accepted: true },
    ]);
    expect([...harness.files]).toEqual([['screen.png', 'seen']]);
    expect(JSON.stringify(noted().slice(0, 3))).not.toContain('.png"');
  });

  it('closes what is asked when it is aborted', async () => {
    const harness = new HumanHarness();
    const state = ended(
      await harness.process({}, (run) => {
        run.feed.subscribe(() => {
          if (harness.journal.at(-1)?.type === 'task.opened') {
            queueMicrotask(() => void run.command({ type: 'abort' }, 'tester'));
          }
        });
      }),
    );
    expect(state).toMatchObject({ status: 'aborted', tasks: [{ status: 'cancelled' }] });
  });
});

describe('a run at a table', () => {
  it('gives the runbook what was planned, also where that is nothing', async () => {
    const ready = toyRunbook.activities['toy.ready'];
    if (ready?.kind !== 'probe') throw new Error('The toy looks before it makes.');
    const activities = {
      ...toyRunbook.activities,
      'toy.ready': { ...ready, plan: () => ({ calls: [], output: null }) },
    };
    const names = { run: 'toy-1', region: 'ap-northeast-1' };
    const runbook = tabletopRunbook({ ...toyRunbook, activities }, names);
    const harness = new EngineHarness({ runbook });
    const state = ended(await harness.process({}, (run) => say(run, [[answer('check'), 'lead']])));
    expect(state.steps.find(({ id }) => id === 'check')).toMatchObject({
      status: 'done',
      output: null,
    });
  });
});
