import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { wrapText } from '../../src/tui/wrap-text.ts';

describe('wrapped text', () => {
  it('breaks between words', () => {
    expect(wrapText('the newest row of the heartbeat', 12)).toEqual([
      'the newest',
      'row of the',
      'heartbeat',
    ]);
  });

  it('breaks a word that is longer than the row', () => {
    expect(wrapText('id kunren-restore-rds', 8)).toEqual(['id', 'kunren-r', 'estore-r', 'ds']);
  });

  it('keeps the indentation', () => {
    expect(wrapText('  "a": "b c d"', 9)).toEqual(['  "a": "b', '  c d"']);
  });

  it('counts two columns for a wide character', () => {
    expect(wrapText('復元する訓練', 8)).toEqual(['復元する', '訓練']);
  });

  it('never makes a row wider than asked, and loses nothing but spaces', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '復', '👍🏽', '\n', '-') });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (input, columns) => {
        const rows = wrapText(input, columns);
        for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
        expect(rows.join('').replaceAll(' ', '')).toBe(input.replaceAll(/[ \n]/g, ''));
      }),
    );
  });
});
