import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldRecords } from '../../src/core/fold-record.ts';
import { isSlowerThan, usualDuration, usualStepDurations } from '../../src/core/usual-duration.ts';
import { sampleRun } from '../support/sample-run.ts';

describe('how long something usually takes', () => {
  it('is what half of the runs, and nine of ten, took at most', () => {
    const taken = [5, 1, 9, 3, 7, 2, 8, 4, 10, 6].map((seconds) => seconds * 1000);
    expect(usualDuration(taken)).toEqual({ runs: 10, p50Ms: 5000, p90Ms: 9000 });
  });

  it('is not known before the first run', () => {
    expect(usualDuration([])).toBeUndefined();
  });

  it('is always one of the measured values, and p50 no more than p90', () => {
    const durations = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(durations, (taken) => {
        const usual = usualDuration(taken);
        expect(taken).toContain(usual?.p50Ms);
        expect(taken).toContain(usual?.p90Ms);
        expect(usual?.p50Ms).toBeLessThanOrEqual(usual?.p90Ms ?? -1);
      }),
    );
  });

  it('is taken for each step from the runs in which it was done', () => {
    const met = foldRecords(sampleRun('met'));
    const aborted = foldRecords(sampleRun('aborted'));
    const usual = usualStepDurations([met, met, aborted]);
    const restore = met.steps.find(({ activity }) => activity?.startsWith('rds.restore'));
    expect(restore && usual[restore.id]).toEqual({
      runs: 2,
      p50Ms: restore?.durationMs,
      p90Ms: restore?.durationMs,
    });
    const cancelled = aborted.steps.filter(({ status }) => status === 'cancelled');
    expect(cancelled.length).toBeGreaterThan(0);
    for (const { id } of cancelled) expect(usual[id]?.runs ?? 0).toBeLessThanOrEqual(2);
  });
});

describe('a step that has become slower', () => {
  const usual = { runs: 5, p50Ms: 60_000, p90Ms: 80_000 };

  it('took clearly longer than nine of ten', () => {
    expect(isSlowerThan(105_001, usual)).toBe(true);
    expect(isSlowerThan(105_000, usual)).toBe(false);
  });

  it('is not told from four runs', () => {
    expect(isSlowerThan(600_000, { ...usual, runs: 4 })).toBe(false);
  });

  it('is not told of a step that takes a moment', () => {
    expect(isSlowerThan(4000, { runs: 9, p50Ms: 100, p90Ms: 200 })).toBe(false);
  });
});
