import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatClock, formatDuration, parseDuration } from '../../src/core/duration.ts';
import { checkObjectives, LONGEST_RTO_MS } from '../../src/core/objectives.ts';

describe('a duration', () => {
  it('is read with its units only', () => {
    expect(parseDuration('1h30m')).toBe(5_400_000);
    expect(parseDuration('90s')).toBe(90_000);
    expect(parseDuration('500ms')).toBe(500);
    for (const text of ['30', '', '1x', '1h 30m', '-1h', 'h']) {
      expect(parseDuration(text), text).toBeUndefined();
    }
  });

  it('is shown with the precision that its size deserves', () => {
    expect(formatDuration(850)).toBe('850 ms');
    expect(formatDuration(4200)).toBe('4.2 s');
    expect(formatDuration(725_000)).toBe('12 min 05 s');
    expect(formatDuration(11_220_000)).toBe('3 h 07 min');
    expect(formatDuration(-1500)).toBe('−1.5 s');
  });

  it('never shows sixty of a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * 86_400_000 }), (ms) => {
        expect(formatDuration(ms)).not.toMatch(/(^|\D)60(\.0)? (s|min)|(^|\D)24 h/);
        expect(formatClock(ms)).toMatch(/^\d+:[0-5]\d:[0-5]\d$/);
      }),
    );
  });
});

describe('objectives', () => {
  it('are refused without RTO, and above 24 hours', () => {
    expect(() => checkObjectives({ rpoMs: 1 })).toThrow(/no RTO/);
    expect(checkObjectives({ rtoMs: 1 })).toEqual({ rtoMs: 1 });
    expect(() => checkObjectives({ rtoMs: LONGEST_RTO_MS + 1, rpoMs: 1 })).toThrow(/24 h/);
    expect(checkObjectives({ rtoMs: LONGEST_RTO_MS, rpoMs: 0 })).toEqual({
      rtoMs: LONGEST_RTO_MS,
      rpoMs: 0,
    });
  });
});
