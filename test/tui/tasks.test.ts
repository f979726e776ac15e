import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/core/person.ts';
import { gateRows } from '../../src/tui/gate-rows.ts';
import { openAnswers, tasksOpen } from '../../src/tui/open-answers.ts';
import {
  FIRST_SCREEN,
  type KeyContext,
  pressKey,
  type ScreenEffect,
  type ScreenState,
  typeText,
} from '../../src/tui/screen-state.ts';
import { HumanHarness } from '../support/human-runbook.ts';
import { TuiUnderTest } from '../support/render-tui.ts';
import { ReplayFeed } from '../support/replay-feed.ts';
import { SecretHarness } from '../support/secret-runbook.ts';

const who: Person = { name: 'lead', identity: 'os', host: 'desk', via: 'screen' };

/** The run as it stands while it asks for the id of a support case. */
async function waitingForCase() {
  const harness = new HumanHarness();
  await harness.process({}, (run) => {
    run.feed.subscribe(() => {
      const { tasks } = run.feed.get().state;
      if (tasks.at(-1)?.activity === 'kind' && tasks.at(-1)?.status === 'open') {
        void run.command({ type: 'answer', task: 'kind', value: 'device' }, who);
      }
    });
  });
  const feed = new ReplayFeed(harness.journal);
  feed.playUntil((record) => record.type === 'task.opened' && record.data.activity === 'case');
  return feed.get();
}

function contextOf(state: Awaited<ReturnType<typeof waitingForCase>>['state']): KeyContext {
  return {
    phase: 'running',
    detachable: false,
    steps: [],
    currentStep: undefined,
    choices: openAnswers(state),
    tasks: tasksOpen(state).map(({ activity }) => activity),
    pageRows: 10,
    contentRows: 10,
  };
}

function press(screen: ScreenState, keys: readonly string[], context: KeyContext) {
  const effects: ScreenEffect[] = [];
  let next = screen;
  for (const key of keys) {
    const pressed = pressKey(next, key, context);
    next = pressed.screen;
    if (pressed.effect) effects.push(pressed.effect);
  }
  return { screen: next, effects };
}

describe('what a person is asked, on the screen', () => {
  it('is one clear action with its owner, its clock and its answers', async () => {
    const { state, records } = await waitingForCase();
    const now = Date.parse(state.lastAt) + 90_000;
    const rows = gateRows(state, records, 78, 9, { now });
    expect(rows.map(({ text }) => text)).toEqual([
      'OPERATOR: Open a support case.',
      'Time: 00:01:30, usually 5 min; 30 d left',
      'Type the id of the case, e.g. 1234567890',
      'Leave it out (asks why)',
    ]);
    expect(rows.length).toBeLessThanOrEqual(9);
  });

  it('takes a typed line, which can be mended and sent', async () => {
    const { state } = await waitingForCase();
    const context = contextOf(state);
    const { screen } = press(FIRST_SCREEN, ['1'], context);
    const typed = typeText(typeText(screen, '123456'), '7\n');
    const { effects } = press(typed, ['backspace', 'backspace', 'return'], context);
    expect(effects).toEqual([
      expect.objectContaining({
        type: 'command',
        command: { type: 'answer', task: 'case', value: '123456' },
      }),
    ]);
  });

  it('takes letters for text while a line is typed, and Esc for the way back', async () => {
    const { state } = await waitingForCase();
    const context = contextOf(state);
    const open = press(FIRST_SCREEN, ['2'], context).screen;
    const typed = typeText(open, 'a');
    expect(typed.field?.text).toBe('a');
    const back = press(typed, ['escape'], context);
    expect(back.screen.field).toBeUndefined();
    expect(back.effects).toEqual([]);
    const sent = press(typeText(open, 'no time'), ['return'], context);
    expect(sent.effects).toMatchObject([
      { command: { type: 'skip', task: 'case', reason: 'no time' } },
    ]);
  });

  it('types a character off as people count it', async () => {
    const { state } = await waitingForCase();
    const context = contextOf(state);
    const typed = typeText(press(FIRST_SCREEN, ['1'], context).screen, '鍵👩‍💻');
    expect(press(typed, ['backspace'], context).screen.field?.text).toBe('鍵');
  });

  it('names the key to the next one where several are asked, in any width', async () => {
    const { records } = await waitingForCase();
    const asked = records.at(-1);
    if (asked?.type !== 'task.opened') throw new Error('Nothing was asked.');
    for (const [columns, key] of [
      [80, ' t  next '],
      [40, 't next '],
    ] as const) {
      using tui = new TuiUnderTest(records, { columns, played: records.length, detachable: true });
      const footer = () => tui.terminal.text.trimEnd().split('\n').at(-1);
      await tui.until((text) => text.includes('details'));
      expect(footer()).not.toContain(key);
      const data = { ...asked.data, activity: 'agree' };
      tui.feed.push({ ...asked, seq: asked.seq + 1, data });
      await tui.until(() => footer()?.includes(key) ?? false, key);
      if (columns === 80) expect(footer()).toContain('leave');
    }
  });

  it('sends nothing to what was answered meanwhile', async () => {
    const { state } = await waitingForCase();
    const context = contextOf(state);
    const typed = typeText(press(FIRST_SCREEN, ['1'], context).screen, '12345');
    const late = press(typed, ['return'], { ...context, choices: [] });
    expect(late.effects).toEqual([]);
    expect(late.screen.notice).toContain('gone on meanwhile');
  });
});

describe('a secret that is typed on the screen', () => {
  async function waitingForCode() {
    const harness = new SecretHarness();
    await harness.process({ afterRecord: harness.journal.length + 3 });
    const feed = new ReplayFeed(harness.journal);
    feed.playUntil(({ type }) => type === 'task.opened');
    return feed.get();
  }

  it('is masked, and goes to the run as a secret', async () => {
    const { state, records } = await waitingForCode();
    const context = contextOf(state);
    const typed = typeText(press(FIRST_SCREEN, ['1'], context).screen, 'QX7Z10');
    const rows = gateRows(state, records, 78, 9, { now: Date.parse(state.lastAt), ...typed });
    expect(rows.at(-1)).toEqual({ kind: 'field', text: 'the code in the mail: ******' });
    expect(JSON.stringify(rows)).not.toContain('QX7Z');
    const { screen, effects } = press(typed, ['return'], context);
    expect(effects).toEqual([
      { type: 'command', command: { type: 'answer', task: 'code', secret: 'QX7Z10' } },
    ]);
    // After a refusal nothing of it stands on the screen again.
    expect(JSON.stringify(screen)).not.toContain('QX7Z');
  });

  it('is asked for by what it is, and said not to be shown', async () => {
    const { state } = await waitingForCode();
    expect(openAnswers(state).map(({ label }) => label)).toEqual([
      'Type the code in the mail, e.g. AB12CD (it is not shown)',
    ]);
  });
});
