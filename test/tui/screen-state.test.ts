import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST_SCREEN,
  type KeyContext,
  pressKey,
  type ScreenEffect,
  type ScreenState,
} from '../../src/tui/screen-state.ts';

const CONTEXT: KeyContext = {
  phase: 'running',
  detachable: false,
  steps: ['one', 'two', 'three'],
  currentStep: 'two',
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
  ...['a', 'y', 'd', 'l', '?', 'q', 'x', ' ', 'ctrl-c', 'escape', 'return'],
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
            (key === 'ctrl-c' && keys[index - 1] === 'ctrl-c'),
        );
        if (!isAnswered) expect(effects).toEqual([]);
      }),
    );
  });

  it('never send a command to a run that somebody watches, except by a and y', () => {
    const keys = fc.array(
      anyKey.filter((key) => key !== 'y'),
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
    for (const question of ['a', 'ctrl-c']) {
      for (const key of ['d', 'l', '?', 'q', 'x', 'escape', 'n']) {
        expect(press([question, key])).toEqual({ screen: FIRST_SCREEN, effects: [] });
      }
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
