import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks } from '../../src/report/axis.ts';
import { offsetText, percent } from '../../src/report/format.ts';
import { padTo, textWidth } from '../../src/report/markdown/markdown.ts';
import { ENGLISH } from '../../src/report/words.ts';

describe('times', () => {
  it('since T0 have a sign', () => {
    expect(offsetText(90_000, ENGLISH)).toBe('+1 min 30 s');
    expect(offsetText(-3000, ENGLISH)).toBe('−3.0 s');
    expect(offsetText(0, ENGLISH)).toBe('0');
  });
});

describe('numbers', () => {
  it('are grouped by three', () => {
    expect([7, 1234, 163_904, 1_000_000].map(ENGLISH.number)).toEqual([
      '7',
      '1\u202f234',
      '163\u202f904',
      '1\u202f000\u202f000',
    ]);
  });

  it('as shares stay between 0 and 100', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (part, whole) => {
        const share = Number(percent(part, whole));
        expect(share >= 0 && share <= 100).toBe(true);
      }),
      { examples: [[-1.8e306, Number.POSITIVE_INFINITY]] },
    );
  });
});

describe('an axis', () => {
  it('has round ticks in the units of people', () => {
    const labels = (start: number, end: number) =>
      axisTicks(start, end, ENGLISH).map(({ label }) => label);
    expect(labels(0, 2_160_000)).toEqual([
      '0',
      '5 min',
      '10 min',
      '15 min',
      '20 min',
      '25 min',
      '30 min',
      '35 min',
    ]);
    expect(labels(-4000, 9000)).toEqual(['−4 s', '−2 s', '0', '2 s', '4 s', '6 s', '8 s']);
    expect(labels(0, 5_400_000)).toEqual([
      '0',
      '15 min',
      '30 min',
      '45 min',
      '1 h',
      '1 h 15',
      '1 h 30',
    ]);
  });

  it('never has more ticks than fit, and all lie on it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 1, max: 1e11 }),
        (start, span) => {
          const ticks = axisTicks(start, start + span, ENGLISH);
          expect(ticks.length).toBeLessThanOrEqual(9);
          expect(ticks.every(({ ms }) => ms >= start && ms <= start + span)).toBe(true);
        },
      ),
    );
  });
});

describe('letters of one width', () => {
  it('count East Asian letters twice and fill up to the column', () => {
    expect(textWidth('訓練 drill')).toBe(10);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 40 }),
        (text, columns) => {
          expect(textWidth(padTo(text, columns))).toBe(columns);
        },
      ),
    );
  });
});
