import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenAnswer } from '../../src/tui/open-answers.ts';
import {
  FIRST_SCREEN,
  type KeyContext,
  pressKey,
  type ScreenEffect,
  type ScreenState,
} from '../../src/tui/screen-state.ts';

function choice(ask: string, event: string, label: string): OpenAnswer {
  return { ask, key: event, label, sends: { type: 'send', event } };
}

const CONTEXT: KeyContext = {
  phase: 'running',
  detachable: false,
  steps: ['one', 'two', 'three'],
  currentStep: 'two',
  choices: [choice('what-now', 'go-on', 'Go on'), choice('what-now', 'roll-back', 'Roll back')],
  tasks: [],
  pageRows: 10,
  contentRows: 35,
};

function press(keys: readonly string[], context: Partial<KeyContext> = {}) {
  let screen: ScreenState = FIRST_SCREEN;
  const effects: ScreenEffect[] = [];
  for (const key of keys) {
    const pressed = pressKey(screen, key, { ...CONTEXT, ...context });
    screen = pressed.screen;
    if (pressed.effect) effects.push(pressed.effect);
  }
  return { screen, effects };
}

const anyKey = fc.constantFrom(
  ...['a', 'y', 'd', 'l', '?', 'q', 'x', ' ', 'ctrl-c', 'escape', 'return', '1', '2', '3'],
  ...['up', 'down', 'left', 'right', 'page-up', 'page-down', 'home', 'end'],
);

describe('keys', () => {
  it('never abort or stop anything without a question that was answered', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 30 }), (keys) => {
        const { effects } = press(keys);
        const isAnswered = keys.some(
          (key, index) =>
            (key === 'y' && keys[index - 1] === 'a') ||
            (key === 'return' && /^[12]$/.test(keys[index - 1] ?? '')) ||
            (key === 'ctrl-c' && keys[index - 1] === 'ctrl-c'),
        );
        if (!isAnswered) expect(effects).toEqual([]);
      }),
    );
  });

  it('never send a command to a run that somebody watches, except by an answer', () => {
    const keys = fc.array(
      anyKey.filter((key) => key !== 'y' && key !== 'return'),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(keys, (pressed) => {
        const { effects } = press(pressed, { detachable: true });
        expect(effects.filter(({ type }) => type !== 'leave')).toEqual([]);
      }),
    );
  });

  it('answer a question with no, and do nothing else', () => {
    for (const question of ['a', 'ctrl-c', '1']) {
      for (const key of ['d', 'l', '?', 'q', 'x', 'escape', 'n']) {
        expect(press([question, key])).toEqual({ screen: FIRST_SCREEN, effects: [] });
      }
    }
  });

  it('decide by a number and Enter, and by nothing less', () => {
    const send = (event: string) => ({ type: 'command', command: { type: 'send', event } });
    expect(press(['2', 'return'])).toEqual({ screen: FIRST_SCREEN, effects: [send('roll-back')] });
    expect(press(['1', '2', 'return']).effects).toEqual([]);
    expect(press(['2', 'y']).effects).toEqual([]);
    expect(press(['3', 'return']).effects).toEqual([]);
    expect(press(['1', 'return'], { choices: [] }).effects).toEqual([]);
  });

  it('send no decision that was taken meanwhile', () => {
    const { screen } = pressKey(FIRST_SCREEN, '1', CONTEXT);
    const late = pressKey(screen, 'return', { ...CONTEXT, choices: [] });
    expect(late.effect).toBeUndefined();
    expect(late.screen.notice).toContain('nothing to decide');
    const other = [choice('other', 'go-on', 'Go on')];
    expect(pressKey(screen, 'return', { ...CONTEXT, choices: other }).effect).toBeUndefined();
  });

  it('ask for a decision on every page', () => {
    for (const page of ['d', 'l', '?']) {
      expect(press([page, '1']).screen.question).toMatchObject({ key: 'go-on' });
    }
  });

  it('scroll within the page and no further', () => {
    expect(press(['?', 'up']).screen.scroll).toBe(0);
    expect(press(['?', 'down', 'down']).screen.scroll).toBe(2);
    expect(press(['?', 'end', 'down']).screen.scroll).toBe(25);
    expect(press(['?', 'end', 'page-up']).screen.scroll).toBe(15);
  });

  it('let the log follow again once it is scrolled to its end', () => {
    expect(press(['l']).screen.scroll).toBe('end');
    expect(press(['l', 'up']).screen.scroll).toBe(24);
    expect(press(['l', 'up', 'down']).screen.scroll).toBe('end');
  });

  it('go from step to step in the details, and stop at the first and the last', () => {
    expect(press(['d', 'left']).screen.step).toBe('one');
    expect(press(['d', 'left', 'left']).screen.step).toBe('one');
    expect(press(['d', 'right', 'right', 'right']).screen.step).toBe('three');
  });

  it('close a page before they leave the screen', () => {
    const watching = { detachable: true };
    expect(press(['l', 'q'], watching)).toEqual({ screen: FIRST_SCREEN, effects: [] });
    expect(press(['l', 'q', 'q'], watching).effects).toEqual([{ type: 'leave' }]);
  });
});
