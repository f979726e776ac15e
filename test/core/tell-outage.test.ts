import { describe, expect, it } from 'vitest';
import { measureOutage } from '../../src/core/measure-outage.ts';
import type { LostWrites, UserOutage } from '../../src/core/outage.ts';
import { tellOutage } from '../../src/core/tell-outage.ts';

const at = (ms: number) => new Date(Date.parse('2026-11-24T01:00:00.000Z') + ms).toISOString();

const outage: UserOutage = {
  source: 'client',
  firstFailureAt: at(300),
  lastFailureAt: at(12_600),
  recoveredAt: at(12_700),
  sent: 2310,
  failed: 118,
  everyMs: 100,
  slices: [],
};
const lostWrites: LostWrites = {
  source: 'client',
  acknowledged: 1204,
  lost: 37,
  first: { key: 'order-1163', at: at(-3700) },
  everyMs: 100,
};
const { recoveredAt: _, ...stillOut } = outage;
const { firstFailureAt: __, lastFailureAt: ___, ...noFailure } = stillOut;

const line = (...seen: Parameters<typeof tellOutage>) => tellOutage(...seen).join(', ');

describe('what users saw', () => {
  it('is one line: how long, how many requests, how many writes', () => {
    expect(line({ outage, lostWrites })).toBe(
      '12.4 s without service, 118 of 2,310 requests failed, 37 acknowledged writes lost',
    );
    expect(line({ outage, lostWrites }, 'short')).toBe(
      '12.4 s out, 118 of 2,310 failed, 37 writes lost',
    );
  });

  it('is said to go on while requests still fail', () => {
    expect(line({ outage: stillOut })).toBe(
      'still without service, for 12.3 s so far, 118 of 2,310 requests failed',
    );
    expect(line({ outage: stillOut }, 'short')).toMatch(/^still out, /);
  });

  it('tells no outage from no knowledge', () => {
    expect(line({ outage: { ...noFailure, failed: 0 } })).toBe('none of 2,310 requests failed');
    expect(line({ outage: { ...noFailure, sent: 0, failed: 0 } })).toContain('nothing is known');
    expect(line({ lostWrites: { ...lostWrites, lost: 0 } })).toBe(
      'none of 1,204 acknowledged writes lost',
    );
    expect(line({ lostWrites: { ...lostWrites, acknowledged: 0, lost: 0 } })).toBe(
      'no acknowledged write was looked for',
    );
    expect(tellOutage({})).toEqual([]);
  });

  it('counts one as one', () => {
    expect(line({ lostWrites: { ...lostWrites, lost: 1 } })).toBe('1 acknowledged write lost');
  });
});

describe('the length of an outage', () => {
  it('goes to the first answered request, as exact as requests are close together', () => {
    expect(measureOutage(outage)).toEqual({ ms: 12_400, errorMs: 100, isOver: true });
  });

  it('goes to the last failed request while it is not over', () => {
    expect(measureOutage(stillOut)).toEqual({ ms: 12_300, errorMs: 100, isOver: false });
  });

  it('is none where no request failed', () => {
    expect(measureOutage({ ...noFailure, failed: 0 })).toBeUndefined();
  });
});
