import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/core/person.ts';
import type { OperatorCommand } from '../../src/core/record.ts';
import { tabletopRunbook } from '../../src/core/tabletop.ts';
import type { Run } from '../../src/engine/run.ts';
import { SecretHarness, secretRunbook } from '../support/secret-runbook.ts';

const who: Person = { name: 'reader', identity: 'os', host: 'desk', via: 'command' };

/** Gives another code each time that one is asked for. @returns the codes that were given */
function giveCodes(run: Run, comment?: string): string[] {
  const given: string[] = [];
  let answered = 0;
  run.feed.subscribe(() => {
    const { tasks } = run.feed.get().state;
    if (tasks.at(-1)?.status !== 'open' || answered === tasks.length) return;
    answered = tasks.length;
    const secret = `QX7Z${10 + given.length}`;
    given.push(secret);
    const said = comment === undefined ? {} : { comment: `${comment} ${secret}` };
    void run.command({ type: 'answer', task: 'code', secret, ...said }, who).catch(() => undefined);
  });
  return given;
}

/** Says something else at the first asking, and then gives a code. @returns the reply */
async function sayFirst(command: OperatorCommand) {
  const harness = new SecretHarness();
  let reply: Awaited<ReturnType<Run['command']>> | undefined;
  await harness.process({}, (run) => {
    run.feed.subscribe(() => {
      if (reply || harness.journal.at(-1)?.type !== 'task.opened') return;
      reply = { accepted: true };
      void run.command(command, who).then(async (said) => {
        reply = said;
        await run.command({ type: 'answer', task: 'code', secret: 'QX7Z99' }, who);
      });
    });
  });
  return { harness, reply };
}

describe('a secret that a person is asked for', () => {
  it('reaches what needs it, and the journal says only who gave it, and when', async () => {
    const harness = new SecretHarness();
    await harness.process({}, (run) => giveCodes(run));
    expect(harness.used).toEqual(['QX7Z10']);
    const said = harness.journal.find(({ type }) => type === 'operator.commanded');
    expect(said?.data).toEqual({
      command: { type: 'answer', task: 'code' },
      by: 'reader',
      who,
      accepted: true,
    });
    const done = harness.journal.find(({ type }) => type === 'activity.succeeded');
    expect(done?.data).toMatchObject({
      output: { outcome: 'answered', value: null, by: 'reader' },
    });
    expect(JSON.stringify(harness.journal)).not.toContain('QX7Z');
  });

  it('is taken out of a comment that repeats it', async () => {
    const harness = new SecretHarness();
    await harness.process({}, (run) => giveCodes(run, 'it says'));
    expect(JSON.stringify(harness.journal)).toContain('it says [redacted]');
    expect(JSON.stringify(harness.journal)).not.toContain('QX7Z');
  });

  it('is asked for again by the process after one that died with it, and used once', async () => {
    const whole = new SecretHarness();
    await whole.process({}, (run) => giveCodes(run));
    const types = whole.types();
    const answered = types.indexOf('operator.commanded') + 1;
    const succeeded = types.lastIndexOf('receipt.received') + 1;
    let askedAgain = 0;
    for (let records = 1; records < types.length; records += 1) {
      const harness = new SecretHarness();
      const where = `after record ${records}`;
      expect(await harness.process({ afterRecord: records }, (run) => giveCodes(run)), where).toBe(
        'died',
      );
      const before = harness.used.length;
      const state = await harness.process({}, (run) => giveCodes(run));
      expect(state, where).toMatchObject({ status: 'completed' });
      expect(JSON.stringify(harness.journal), where).not.toContain('QX7Z');
      const asked = harness.types().filter((type) => type === 'task.opened').length;
      if (records >= answered && records < succeeded) {
        askedAgain += 1;
        expect(asked, where).toBe(2);
      } else expect(asked, where).toBe(1);
      expect(harness.used.length - before, where).toBe(records < succeeded ? 1 : 0);
    }
    expect(askedAgain).toBeGreaterThan(2);
  });

  it.each<[string, OperatorCommand, RegExp]>([
    ['given as if it were none', { type: 'answer', task: 'code', value: 'QX7Z55' }, /is a secret/],
    ['nothing', { type: 'answer', task: 'code' }, /is needed/],
    ['of another form', { type: 'answer', task: 'code', secret: 'QX7Z55 ' }, /such as AB12CD/],
    ['a code as a reason', { type: 'skip', task: 'code', reason: '123456' }, /cannot be skipped/],
    ['a code as a note', { type: 'note', text: '123456' }, /looks like a secret/],
  ])('is refused without an echo: %s', async (_, command, reason) => {
    const { harness, reply } = await sayFirst(command);
    expect(reply).toMatchObject({ accepted: false, reason: expect.stringMatching(reason) });
    expect(JSON.stringify([harness.journal, reply])).not.toMatch(/QX7Z|123456/);
    expect(harness.used).toEqual(['QX7Z99']);
  });

  it('is not asked for at a table', async () => {
    const harness = new SecretHarness(
      tabletopRunbook(secretRunbook, { run: 'secret-1', region: 'ap-northeast-1' }),
    );
    await harness.process({}, (run) => {
      run.feed.subscribe(() => {
        const open = run.feed.get().state.tasks.find(({ status }) => status === 'open');
        if (open && harness.journal.at(-1)?.type === 'task.opened') {
          void run.command({ type: 'answer', task: open.activity }, who);
        }
      });
    });
    const kinds = harness.journal.flatMap((record) =>
      record.type === 'task.opened' ? [record.data.prompt.answer.kind] : [],
    );
    expect(kinds).toEqual(['done', 'done']);
  });
});
