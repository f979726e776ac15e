import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/failure.ts';
import { foldRecords } from '../../src/core/fold-record.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { requirementClaims } from '../../src/core/requirement-claims.ts';
import { evidenceOf, evidenceOfSummary } from '../../src/core/run-evidence.ts';
import { summarizeRun } from '../../src/core/run-summary.ts';
import { SAMPLE_KINDS, sampleRun } from '../support/sample-run.ts';

const evidence = (...args: Parameters<typeof sampleRun>) =>
  evidenceOf(foldRecords(sampleRun(...args)));

test('where a run was is AWS only when its calls went there', () => {
  const { place } = evidence('met', { environment: 'aws' });
  expect([place, evidence('met').place]).toEqual(['aws', 'sandbox']);
  const records = sampleRun('met', { environment: 'aws' }).map((record): JournalRecord => {
    if (record.type !== 'run.opened') return record;
    const environment = { ...record.data.environment, endpointUrl: 'http://127.0.0.1:4566' };
    return { ...record, data: { ...record.data, environment } };
  });
  expect(evidenceOf(foldRecords(records)).place).toBe('elsewhere');
});

describe('what came out of a run', () => {
  const aws = { environment: 'aws' } as const;

  test.each([
    ['met', 'passed'],
    ['failover', 'passed'],
    ['root', 'passed'],
    ['missed', 'failed'],
    ['failed-check', 'failed'],
    ['leaked', 'failed'],
    ['unproven', 'none'],
    ['aborted', 'none'],
    ['interrupted', 'none'],
  ] as const)('of the kind "%s" is %s', (kind, result) => {
    expect(evidence(kind, aws).result).toBe(result);
  });

  test('is nothing when the run failed before the recovery began', () => {
    const records = sampleRun('leaked', aws).filter(
      (record) => record.type !== 'milestone.reached' || record.data.id !== 'T3',
    );
    expect(evidenceOf(foldRecords(records)).result).toBe('none');
  });

  test('names the report that stands for it', () => {
    const records = sampleRun('met', aws);
    const { reportId, run } = evidenceOf(foldRecords(records));
    expect(reportId).toBe(`${run}/${records.at(-1)?.hash.slice(0, 12)}`);
  });
});

describe('what a run saw of backups', () => {
  /** The same run, had its look at the source answered this. */
  function seeing(output: Json, name = 'rds.inspect-source') {
    const records = sampleRun('met', { environment: 'aws' }).map((record): JournalRecord => {
      if (record.type === 'run.opened') {
        const steps = record.data.steps.map((step) =>
          step.id === 'check-source' ? { ...step, activity: name } : step,
        );
        return { ...record, data: { ...record.data, steps } };
      }
      return record.type === 'activity.succeeded' && record.data.activity === 'check-source'
        ? { ...record, data: { ...record.data, output } }
        : record;
    });
    return evidenceOf(foldRecords(records)).backups;
  }
  const OUTPUT = {
    id: 'orders-production',
    backupRetentionDays: 7,
    latestRestorableTime: '2026-11-24T00:58:00.000Z',
  };

  test('is read off its look at the source', () => {
    expect(seeing(OUTPUT)).toEqual([
      {
        instance: 'orders-production',
        retentionDays: 7,
        latestRestorableAt: '2026-11-24T00:58:00.000Z',
        seenAt: expect.stringMatching(/^2026-11-24T01:/),
        rpoMs: 300_000,
      },
    ]);
  });

  test('is nothing where the look is another, or its output of another form', () => {
    expect(seeing(OUTPUT, 'rds.describe-something')).toEqual([]);
    expect(seeing(['orders-production', 7])).toEqual([]);
    expect(seeing({ ...OUTPUT, backupRetentionDays: '7' })).toEqual([]);
    expect(seeing(null)).toEqual([]);
  });
});

test('a run outside AWS answers no requirement, whatever came out of it', () => {
  for (const kind of ['met', 'failover', 'root'] as const) {
    const claims = requirementClaims(evidence(kind));
    expect(claims.every(({ claim, answer }) => claim === 'none' && answer === null)).toBe(true);
  }
});

describe('what the two ends of a journal tell', () => {
  test.each(SAMPLE_KINDS)('of a run of the kind "%s" is what the whole of it tells', (kind) => {
    const records = sampleRun(kind, { environment: 'aws' });
    const [opened] = records;
    if (opened?.type !== 'run.opened') throw new Error('a sample begins with run.opened');
    const finished = records.find((record) => record.type === 'run.finished');
    const ends = evidenceOfSummary(summarizeRun('reports/x', opened, finished));
    const {
      reportId: _,
      posture: __,
      backups: ___,
      result,
      ...whole
    } = evidence(kind, {
      environment: 'aws',
    });
    expect(ends).toMatchObject(whole);
    // Where a run failed only the whole of it tells.
    expect(ends.result).toBe(whole.status === 'failed' ? 'none' : result);
    expect([ends.posture, ends.backups]).toEqual([[], []]);
  });
});
