import { describe, expect, it } from 'vitest';
import { foldRecords } from '../../src/core/fold-record.ts';
import { PLAIN_REPORT, type ReportSettings } from '../../src/core/report-settings.ts';
import { atRisk, noticeOf } from '../../src/notify/notice-of.ts';
import { SAMPLE_KINDS, type SampleKind, sampleRun } from '../support/sample-run.ts';

function noticesOf(kind: SampleKind, report?: ReportSettings) {
  const records = sampleRun(kind, { environment: 'aws' }).map((record) =>
    record.type === 'run.opened' && report
      ? { ...record, data: { ...record.data, drill: { ...record.data.drill, report } } }
      : record,
  );
  return records.flatMap(
    (record, index) => noticeOf(record, foldRecords(records.slice(0, index + 1))) ?? [],
  );
}

describe('what people are told of a run', () => {
  it('is its beginning and its verdict', () => {
    expect(noticesOf('met')).toMatchObject([
      { event: 'starting', drill: 'restore-rds' },
      { event: 'verdict', title: expect.stringMatching(/: met$/) },
    ]);
  });

  it('is that it waits for a decision, with the answers and what to type', () => {
    const needs = noticesOf('stuck').filter(({ event }) => event === 'needs-you');
    expect(needs[0]?.lines.at(-1)).toMatch(/^drill decide failover-/);
    expect(needs[0]?.lines.length).toBeGreaterThan(2);
  });

  it('is that it is paused until somebody renews the credentials', () => {
    const needs = noticesOf('paused').filter(({ event }) => event === 'needs-you');
    expect(needs).toMatchObject([{ title: expect.stringContaining('paused') }]);
  });

  it('is why it failed or was missed', () => {
    const last = noticesOf('missed').at(-1);
    expect(last).toMatchObject({ event: 'verdict', title: expect.stringMatching(/missed$/) });
    expect(last?.lines.join('\n')).toContain('RTO');
  });

  it('is that the objective is at risk, with what is left', () => {
    const state = foldRecords(sampleRun('met', { environment: 'aws' }));
    expect(atRisk(state, 2_700_000)).toMatchObject({
      event: 'at-risk',
      lines: [
        '45 min of 1 h are used, and the service is not back.',
        expect.stringContaining('drill watch'),
      ],
    });
  });

  it('is in the language of the reports of the drill', () => {
    const japanese = { ...PLAIN_REPORT, lang: 'ja' } as const;
    expect(noticesOf('met', japanese)).toMatchObject([
      { title: expect.stringMatching(/リハーサルを開始しました$/) },
      { title: expect.stringMatching(/：達成$/) },
    ]);
    const needs = noticesOf('stuck', japanese).find(({ event }) => event === 'needs-you');
    expect(needs?.title).toContain('対応が必要です');
    // What is typed is the same everywhere.
    expect(needs?.lines.at(-1)).toMatch(/^drill decide failover-/);
  });

  it('never has an empty line, whatever happens', () => {
    for (const kind of SAMPLE_KINDS) {
      for (const { title, lines } of noticesOf(kind)) {
        expect([title, ...lines].filter((line) => line.trim() === '')).toEqual([]);
      }
    }
  });
});
