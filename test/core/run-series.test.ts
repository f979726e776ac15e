import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSeries } from '../../src/core/run-series.ts';
import { readLedger } from '../../src/journal/read-ledger.ts';
import { storeRun } from '../support/stored-run.ts';

describe('the history of drills', () => {
  let reports: string;

  beforeEach(() => {
    reports = mkdtempSync(join(tmpdir(), 'kunren-series-'));
  });

  afterEach(() => {
    rmSync(reports, { recursive: true, force: true });
  });

  it('keeps apart what ran elsewhere, since a sandbox is faster than AWS', () => {
    storeRun(reports, { at: '2026-07-01T01:00:00.000Z', environment: 'aws' });
    storeRun(reports, { at: '2026-10-01T01:00:00.000Z' });
    const series = runSeries(readLedger(reports).runs);
    expect(series.map(({ environment, isReal }) => [environment, isReal])).toEqual([
      ['sandbox', false],
      ['production-rehearsal', true],
    ]);
  });

  it('counts what was met in each quarter, and shows its median and its worst', () => {
    storeRun(reports, { at: '2026-09-30T23:59:00.000Z' });
    storeRun(reports, { at: '2026-10-01T00:00:00.000Z' });
    storeRun(reports, { at: '2026-11-01T00:00:00.000Z', kind: 'missed' });
    storeRun(reports, { at: '2026-12-01T00:00:00.000Z', kind: 'failed-check' });
    const { runs } = readLedger(reports);
    const recoveries = runs.flatMap(({ end }) => end?.verdict.rto.actualMs ?? []);
    const [series] = runSeries(runs);
    const [ordinary, slow] = recoveries
      .toSorted((a, b) => a - b)
      .filter((ms, index, all) => ms !== all[index - 1]);
    expect(series?.quarters).toMatchObject([
      { name: '2026 Q3', runs: 1, met: 1, medianRtoMs: ordinary, worstRtoMs: ordinary },
      { name: '2026 Q4', runs: 3, met: 1, medianRtoMs: ordinary, worstRtoMs: slow },
    ]);
    expect(series?.runs.map(({ status, verdict }) => [status, verdict])).toEqual([
      ['completed', 'missed'],
      ['completed', 'missed'],
      ['completed', 'met'],
      ['completed', 'met'],
    ]);
  });

  it('shows a run that has no end as open, with nothing measured', () => {
    storeRun(reports, { without: 1 });
    const [series] = runSeries(readLedger(reports).runs);
    expect(series?.runs[0]).toMatchObject({ status: 'open', verdict: 'none' });
    expect(series?.runs[0]?.rto).not.toHaveProperty('actualMs');
    expect(series?.quarters[0]).not.toHaveProperty('medianRtoMs');
  });
});
