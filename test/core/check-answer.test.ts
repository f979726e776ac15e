import { describe, expect, it, test } from 'vitest';
import { refuseAnswer, refuseNote, type TaskCommand } from '../../src/core/check-answer.ts';
import type { People } from '../../src/core/people.ts';
import type { Person } from '../../src/core/person.ts';
import { LONGEST_ANSWER } from '../../src/core/refuse-text.ts';
import type { AnswerForm, TaskState } from '../../src/core/task.ts';

const NOW = '2026-11-24T01:00:00.000Z';
const DEADLINE = '2026-11-24T02:00:00.000Z';

const os = (name: string): Person => ({ name, identity: 'os', host: 'desk', via: 'command' });
const aws = (arn: string): Person => ({ ...os('caller'), identity: 'aws', arn });

function task(answer: AnswerForm, over: Partial<TaskState> = {}): TaskState {
  return {
    activity: 'ask',
    prompt: { action: 'Do it.', role: 'operator', expectedMs: 1, deadlineMs: 2, answer },
    openedAt: NOW,
    deadline: DEADLINE,
    status: 'open',
    answers: [],
    ...over,
  };
}

const refuse = (
  asked: TaskState,
  value?: string | number,
  more: { who?: Person; people?: People; now?: string } = {},
) =>
  refuseAnswer(
    { type: 'answer', task: 'ask', ...(value !== undefined && { value }) },
    { tasks: [asked], starter: os('starter'), who: os('ops'), now: NOW, ...more },
  );

const TEXT: AnswerForm = { kind: 'text', of: 'the name of the device' };

describe('an answer', () => {
  test.each<[AnswerForm, string | number | undefined, RegExp | undefined]>([
    [{ kind: 'done' }, undefined, undefined],
    [{ kind: 'done' }, 'no', /only asks whether/],
    [{ kind: 'choice', choices: [{ value: 'a', label: 'A' }] }, 'a', undefined],
    [{ kind: 'choice', choices: [{ value: 'a', label: 'A' }] }, 'b', /"b" is none of.*: a\./],
    [{ kind: 'number', of: 'the count', min: 1, max: 3 }, '2', undefined],
    [{ kind: 'number', of: 'the count', min: 1, max: 3 }, 'two', /has to be a number/],
    [{ kind: 'number', of: 'the count', min: 1, max: 3 }, '', /has to be a number/],
    [{ kind: 'number', of: 'the count', min: 1, max: 3 }, 0, /1 or more/],
    [{ kind: 'number', of: 'the count', min: 1, max: 3 }, 4, /3 or less/],
    [TEXT, 'yubikey 5', undefined],
    [TEXT, '  ', /is needed/],
    [TEXT, 'x'.repeat(LONGEST_ANSWER + 1), /at most/],
    [TEXT, 'a\u001b[2Jb', /control characters/],
    [TEXT, 'left\u202eright', /control characters/],
    [TEXT, 'password: hunter22', /looks like a secret/],
    [{ kind: 'reference', of: 'a case', pattern: '\\d+', example: '12' }, '12', undefined],
    [{ kind: 'reference', of: 'a case', pattern: '\\d+', example: '12' }, 'x12', /such as 12/],
    [{ kind: 'file', of: 'a picture' }, undefined, /wanted as a file/],
    [{ kind: 'approval', needed: 1 }, undefined, undefined],
    [{ kind: 'approval', needed: 1 }, 'maybe', /approve or decline/],
  ])('to %j with %j', (form, value, expected) => {
    const refused = refuse(task(form), value);
    if (expected === undefined) expect(refused).toBeUndefined();
    else expect(refused).toMatch(expected);
  });

  it('counts until the deadline, by the clock of the run', () => {
    expect(refuse(task({ kind: 'done' }), undefined, { now: DEADLINE })).toBeUndefined();
    const late = '2026-11-24T02:00:00.001Z';
    expect(refuse(task({ kind: 'done' }), undefined, { now: late })).toContain(DEADLINE);
  });

  it('to a task that is over hears who was first', () => {
    const said = { at: NOW, who: os('first'), kind: 'answer' } as const;
    const over = task({ kind: 'done' }, { status: 'answered', answers: [said] });
    expect(refuse(over)).toBe(`ask was answered by first (OS user on desk) at ${NOW} already.`);
  });

  it('to what is not asked hears what is', () => {
    const given = { tasks: [task({ kind: 'done' })], starter: os('s'), who: os('o'), now: NOW };
    const command = { type: 'answer', task: 'other' } as const;
    expect(refuseAnswer(command, given)).toContain('Open are: ask.');
  });

  it('is taken only of those who have the role, where somebody is declared for it', () => {
    const people: People = {
      secondPerson: false,
      participants: [
        {
          name: 'On call',
          roles: ['operator'],
          identities: ['oncall', 'arn:aws:sts::123456789012:assumed-role/ops/*'],
        },
        { name: 'Auditor', roles: ['observer'], identities: ['*'] },
      ],
    };
    const asked = task({ kind: 'done' });
    expect(refuse(asked, undefined, { people, who: os('oncall') })).toBeUndefined();
    const role = 'arn:aws:sts::123456789012:assumed-role/ops/session-1';
    expect(refuse(asked, undefined, { people, who: aws(role) })).toBeUndefined();
    for (const who of [os('auditor'), aws('arn:aws:iam::123456789012:user/oncall'), os(role)]) {
      expect(refuse(asked, undefined, { people, who })).toMatch(
        /is no operator of this drill\. Those are: On call\./,
      );
    }
  });

  it('is one approval for each person, from wherever they say it', () => {
    const first = { at: NOW, who: os('a'), kind: 'answer' } as const;
    const asked = task({ kind: 'approval', needed: 2 }, { answers: [first] });
    const elsewhere = { ...os('a'), host: 'laptop' };
    expect(refuse(asked, undefined, { who: elsewhere })).toContain('another one is needed');
    expect(refuse(asked, undefined, { who: os('b') })).toBeUndefined();
  });

  it('may be a skip with a reason, but not of an approval', () => {
    const given = { starter: os('s'), who: os('o'), now: NOW };
    const skip = (asked: TaskState, reason: string) =>
      refuseAnswer({ type: 'skip', task: 'ask', reason }, { ...given, tasks: [asked] });
    expect(skip(task({ kind: 'done' }), 'not in this drill')).toBeUndefined();
    expect(skip(task({ kind: 'done' }), ' ')).toContain('A reason is needed');
    expect(skip(task({ kind: 'approval', needed: 1 }), 'hurry')).toContain('cannot be skipped');
  });
});

describe('the answer to what asks for a secret', () => {
  const CODE: AnswerForm = {
    kind: 'secret',
    of: 'the code',
    secret: 'code',
    pattern: '[0-9A-Z]{6}',
    example: '123456',
  };
  const give = (form: AnswerForm, command: Partial<TaskCommand & { readonly type: 'answer' }>) =>
    refuseAnswer(
      { type: 'answer', task: 'ask', ...command },
      { tasks: [task(form)], starter: os('s'), who: os('o'), now: NOW },
    );

  test.each([
    ['', /The code is needed/],
    ['   ', /is needed/],
    ['XY12', /That is not the code, such as 123456/],
    ['XY12\nZ', /control characters/],
    ['XY\u001b[2J', /control characters/],
    ['XY12'.repeat(LONGEST_ANSWER), /at most/],
  ])('is refused, never repeated: %j', (secret, reason) => {
    const refused = give(CODE, { secret });
    expect(refused).toMatch(reason);
    expect(refused).not.toContain('XY');
  });

  it('is taken, though it looks like a secret', () => {
    expect(give(CODE, { secret: '123456' })).toBeUndefined();
  });

  it('is refused where it comes as a value or as a file', () => {
    const file = { name: 'a', sha256: 'a', bytes: 1 };
    for (const given of [{ value: 'XY1234' }, { secret: 'XY1234', file }]) {
      const refused = give(CODE, given);
      expect(refused).toMatch(/was given as if it were none/);
      expect(refused).not.toContain('XY');
    }
  });

  it('is refused by what asks for none', () => {
    expect(give(TEXT, { secret: 'XY1234' })).toMatch(/It asks for no secret/);
  });
});

describe('what looks like a secret', () => {
  test.each([
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    '-----BEGIN RSA PRIVATE KEY-----\nMII',
    'otpauth://totp/root?secret=JBSWY3DPEHPK3PXP',
    'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP',
    '123456',
    '123 456',
    'secret=abcdef',
    'パスワード：ひみつ',
  ])('is refused as a note: %s', (text) => {
    expect(refuseNote(text)).toMatch(/looks like a secret/);
  });

  test.each([
    'Case 1234567890',
    'AKIAIOSFODNN7EXAMPLE',
    'The password was reset at 10:00.',
    '電話で確認した',
  ])('is not: %s', (text) => {
    expect(refuseNote(text)).toBeUndefined();
  });
});
