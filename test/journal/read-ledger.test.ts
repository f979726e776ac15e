import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLedger } from '../../src/journal/read-ledger.ts';
import { storeRun } from '../support/stored-run.ts';

describe('the ledger of a reports folder', () => {
  let reports: string;

  beforeEach(() => {
    reports = mkdtempSync(join(tmpdir(), 'kunren-ledger-'));
  });

  afterEach(() => {
    rmSync(reports, { recursive: true, force: true });
  });

  it('tells each run by the two ends of its journal, newest first', () => {
    const older = storeRun(reports, { at: '2026-07-01T01:00:00.000Z', environment: 'aws' });
    const newer = storeRun(reports, { at: '2026-10-01T01:00:00.000Z', kind: 'missed' });
    const { runs, broken, foreign } = readLedger(reports);
    expect(runs.map(({ run }) => run)).toEqual([newer, older]);
    expect(runs[1]).toMatchObject({
      openedAt: '2026-07-01T01:00:00.000Z',
      isReal: true,
      opened: { drill: { name: 'restore-rds' }, environment: { kind: 'aws' } },
      end: { status: 'completed', verdict: { verdict: 'met' } },
    });
    expect(runs[0]).toMatchObject({ isReal: false, end: { verdict: { verdict: 'missed' } } });
    expect([broken, foreign]).toEqual([[], []]);
  });

  it('knows no end of a run that goes on, or whose process has died', () => {
    storeRun(reports, { without: 1 });
    expect(readLedger(reports).runs[0]).not.toHaveProperty('end');
  });

  it('finds the end of a run behind many records that came after it', () => {
    const by = { name: 'ops', identity: 'os', host: 'host-1', via: 'command' } as const;
    const more = Array.from({ length: 200 }, (_, index) => ({
      type: 'lesson.noted' as const,
      data: {
        by,
        text: `Lesson ${index}: "type":"run.finished" is no key here. ${'…'.repeat(200)}`,
      },
    }));
    storeRun(reports, { more });
    expect(readLedger(reports).runs[0]?.end).toMatchObject({ status: 'completed' });
  });

  it('reads a first record of any length', () => {
    const sql = `SELECT '${'x'.repeat(300_000)}'`;
    storeRun(reports, {
      drill: { checks: [{ id: 'long', kind: 'sql', sql, expect: { equals: 0 } }] },
    });
    expect(readLedger(reports).runs[0]?.opened.drill.checks).toHaveLength(1);
  });

  it('names what it cannot use, and reads the rest', () => {
    const good = storeRun(reports, { at: '2026-07-01T01:00:00.000Z' });
    const changed = storeRun(reports, { at: '2026-08-01T01:00:00.000Z' });
    const journal = join(reports, changed, 'journal.ndjson');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace('orders-prod', 'orders-test'));
    cpSync(join(reports, good), join(reports, 'copy-of-it'), { recursive: true });
    mkdirSync(join(reports, 'empty'));
    writeFileSync(join(reports, 'empty', 'journal.ndjson'), '');
    mkdirSync(join(reports, 'holiday-photos'));
    mkdirSync(join(reports, '.hidden'));
    appendFileSync(join(reports, 'index.html'), 'no folder');
    const { runs, broken, foreign } = readLedger(reports);
    expect(runs.map(({ run }) => run)).toEqual([good]);
    expect(broken.map(({ folder, failure }) => [folder, failure.code]).sort()).toEqual([
      ['copy-of-it', 'JOURNAL_MALFORMED'],
      ['empty', 'JOURNAL_EMPTY'],
      [changed, 'JOURNAL_TAMPERED'],
    ]);
    expect(foreign).toEqual(['holiday-photos']);
  });

  it('takes no run for a stranger whose journal is there and cannot be reached', () => {
    mkdirSync(join(reports, 'moved'));
    symlinkSync(join(reports, 'gone'), join(reports, 'moved', 'journal.ndjson'));
    mkdirSync(join(reports, 'closed'));
    symlinkSync('journal.ndjson', join(reports, 'closed', 'journal.ndjson'));
    const { broken, foreign } = readLedger(reports);
    expect(broken.map(({ folder, failure }) => [folder, failure.code]).sort()).toEqual([
      ['closed', 'JOURNAL_UNREADABLE'],
      ['moved', 'JOURNAL_MISSING'],
    ]);
    expect(foreign).toEqual([]);
  });

  it('is empty where no drill has been run', () => {
    expect(readLedger(join(reports, 'none'))).toEqual({ runs: [], broken: [], foreign: [] });
  });
});
