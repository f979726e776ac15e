import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/core/drill.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { outageSpan } from '../../src/report/outage-span.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { reportTexts } from '../support/report-texts.ts';
import { SAMPLE_DRILL } from '../support/sample-drill.ts';
import { sampleRun } from '../support/sample-run.ts';

const live = sampleRun('failover', { environment: 'aws' });
const sandbox = sampleRun('failover');
const stuck = sampleRun('stuck', { environment: 'aws' });

const form = (records: readonly JournalRecord[], name: string) =>
  reportTexts(records).get(name) ?? '';

/** The text of a page without its tags. */
const text = (page: string) =>
  page
    .slice(page.indexOf('<body'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('a failover in a report', () => {
  it('is recovered when the traffic has moved, and failing back is no part of that', () => {
    const { result, milestones, failback } = buildReport(live);
    const offset = (id: string) => milestones.find((one) => one.id === id)?.offsetMs ?? 0;
    expect(result.rto).toMatchObject({ method: 'T6 − T0', actualMs: offset('T6') });
    expect(failback).toEqual({ tookMs: offset('T7') - offset('T6'), errorMs: 4000 });
    expect(buildReport(stuck).failback).toBeNull();
  });

  it('says what users saw, and since when writes are gone', () => {
    const { outage, lostWrites, result } = buildReport(live);
    expect(outage).toMatchObject({
      source: 'shop-probe.ndjson',
      durationMs: 1_055_500,
      errorMs: 500,
      sent: 2901,
      failed: 2091,
    });
    const sum = outage?.slices.reduce((sum, { ok, failed }) => sum + ok + failed, 0);
    expect(sum).toBe(outage?.sent);
    expect(lostWrites).toMatchObject({ acknowledged: 1204, lost: 37 });
    expect(lostWrites?.first?.key).toBe('order-001168');
    expect(result.rpo).toMatchObject({ actualMs: 18_500, errorMs: 500 });
  });

  it('says of users that still fail that it is not over', () => {
    const { outage, issues, result } = buildReport(stuck);
    expect(outage).toMatchObject({ recoveredAt: null });
    expect(issues.map(({ kind }) => kind)).toContain('outage-not-over');
    expect(result.overall).toBe('fail');
    expect(text(form(stuck, 'report.html'))).toContain('still were at the end of the log');
  });

  it('has the outage of a run without a client as unknown, not as none', () => {
    const report = buildReport(sampleRun('met'));
    expect(report).toMatchObject({ outage: null, lostWrites: null, failback: null });
    expect(text(form(sampleRun('met'), 'report.html'))).not.toContain('What users saw');
  });

  it('says who is primary at the end, and names it as missing where nobody said it', () => {
    expect(buildReport(live).primaryAtEnd).toBe('orders-prod in ap-northeast-1');
    const { primaryAtEnd, missing } = buildReport(stuck);
    expect(primaryAtEnd).toBeNull();
    expect(missing).toContainEqual({ field: 'primaryAtEnd', reason: 'the run did not say it' });
    const fields = buildReport(sampleRun('met')).missing.map(({ field }) => field);
    expect(fields).not.toContain('primaryAtEnd');
  });

  it('tells a live run from a rehearsal, with who confirmed it and how', () => {
    expect(buildReport(live).test).toMatchObject({
      type: 'failover',
      mode: 'live',
      live: { workload: 'orders', by: 'ops', how: 'typed' },
    });
    expect(buildReport(sandbox).test).toMatchObject({
      mode: 'rehearsal',
      live: null,
      scenario: { injected: true, outage: { kind: 'region', name: 'ap-northeast-1' } },
    });
  });

  it('makes lost writes of production something to follow up, and those of a rehearsal not', () => {
    const kinds = (records: readonly JournalRecord[]) =>
      buildReport(records).issues.map(({ kind }) => kind);
    expect(kinds(live)).toEqual(['writes-lost']);
    expect(kinds(sandbox)).toEqual([]);
  });

  it('lists what was decided at gates, by whom, and how long the run waited', () => {
    expect(buildReport(live).decisions).toEqual([
      expect.objectContaining({ step: 'declare', event: 'declare', label: null, waitedMs: 95_000 }),
      {
        at: '2026-11-24T01:09:08.780Z',
        by: 'ops',
        step: 'choose',
        event: 'edit-record',
        label: 'Go on: edit the record (control plane)',
        labels: null,
        choices: 3,
        waitedMs: 62_000,
      },
      expect.objectContaining({ step: 'return', event: 'fail-back', waitedMs: 240_000 }),
    ]);
  });

  it('takes for a decision only what was accepted, and only at a gate', () => {
    const refused = live.map((record) =>
      record.type === 'operator.commanded'
        ? ({ ...record, data: { ...record.data, accepted: false } } as JournalRecord)
        : record,
    );
    expect(buildReport(refused).decisions).toEqual([]);
    const gateless = live.filter(({ type }) => type !== 'state.changed');
    expect(buildReport(gateless).decisions).toEqual([]);
  });
});

describe('what is handed over', () => {
  it('is neither left behind nor something to follow up', () => {
    const { cleanUp, issues } = buildReport(sandbox);
    expect(cleanUp).toMatchObject({
      outcome: 'handed-over',
      released: 1,
      handedOver: 1,
      kept: 0,
      leaked: 0,
      unsettled: 0,
    });
    expect(issues.filter(({ kind }) => kind.startsWith('resource-'))).toEqual([]);
    for (const name of ['report.md', 'report.html']) {
      const told = form(sandbox, name);
      expect(told).toContain('handed over to production: stays on purpose');
      expect(told).not.toContain('costing money');
    }
  });
});

describe('what a test answers of the FTR', () => {
  const reasons = (records: readonly JournalRecord[]) =>
    Object.fromEntries(
      buildReport(records).requirements.map(({ id, claim, reason }) => [id, [claim, reason]]),
    );
  const restored = (kind: Scenario['kind']) =>
    sampleRun('met', {
      environment: 'aws',
      drill: { scenario: { ...SAMPLE_DRILL.scenario, kind, impactAt: '2026-11-24T00:53:00.000Z' } },
    });

  it('is a disaster recovery test, and no restore test, for a failover', () => {
    expect(reasons(live)).toEqual({
      'RES-001': ['declared', 'declared'],
      'RES-002': ['declared', 'declared'],
      'RES-004': ['partly', 'one-failure-mode'],
      'BAR-002': ['none', 'no-restore'],
    });
    expect(form(live, 'report.md')).toContain('this run tested one: Region failure.');
  });

  it('is a restore test for a restore, and of a disaster recovery test the part of lost data only', () => {
    expect(reasons(restored('accidental-data-loss'))).toMatchObject({
      'RES-004': ['partly', 'only-data-loss'],
      'BAR-002': ['supported', 'restored'],
    });
    for (const kind of ['instance-failure', 'az-failure', 'region-failure'] as const) {
      expect(reasons(restored(kind))).toMatchObject({
        'RES-004': ['none', 'no-failover'],
        'BAR-002': ['supported', 'restored'],
      });
    }
  });

  it('is nothing that was not proven, and nothing in the sandbox', () => {
    expect(reasons(stuck)).toMatchObject({
      'RES-004': ['none', 'not-proven'],
      'BAR-002': ['none', 'no-restore'],
    });
    const claims = Object.values(reasons(sandbox)).map(([claim]) => claim);
    expect(new Set(claims)).toEqual(new Set(['none']));
  });
});

describe('the chart of what users saw', () => {
  it('spans the log, with the milestones that lie in it', () => {
    const report = buildReport(live);
    const span = outageSpan(report);
    expect(span?.milestones.map(({ id }) => id)).toEqual([
      'T0',
      'T1',
      'T2',
      'T3',
      'T4',
      'T5',
      'T6',
    ]);
    const first = report.outage?.slices[0]?.offsetMs ?? 0;
    expect(span?.startMs).toBe(first);
    expect(span?.down).toEqual({ startMs: 344, endMs: 1_055_844 });
    expect(span?.lostMs).toBe(-18_500);
  });

  it('goes to its end where users still fail', () => {
    const span = outageSpan(buildReport(stuck));
    expect(span?.down?.endMs).toBe(span?.endMs);
  });

  it('has a bar for each slice, that says its figures in words', () => {
    const page = form(live, 'report.html');
    const chart = page.slice(page.indexOf('<figure class="outage"'), page.indexOf('</figure>'));
    expect(chart.match(/<title>[^<]* answered, \d+ failed<\/title>/g)).toHaveLength(60);
    expect(chart).toContain('role="img" aria-label="2\u202f091 of 2\u202f901 failed"');
  });

  it('is in letters in the Markdown, every column filled', () => {
    const lines = form(live, 'report.md').split('\n');
    const row = (name: string) =>
      lines.find((line) => line.startsWith(`${name} `))?.slice('answered  '.length) ?? '';
    const [answered, failed] = [row('answered'), row('failed')];
    expect(answered).toHaveLength(60);
    expect(failed).toHaveLength(60);
    expect([...answered].every((letter, at) => letter !== ' ' || failed[at] !== ' ')).toBe(true);
  });

  it('is left out where there are no slices, and the figures stay', () => {
    const bare = live.map((record) =>
      record.type === 'activity.succeeded' && record.data.outage
        ? ({
            ...record,
            data: { ...record.data, outage: { ...record.data.outage, slices: [] } },
          } as JournalRecord)
        : record,
    );
    const page = form(bare, 'report.html');
    expect(page.includes('<figure class="outage"')).toBe(false);
    expect(page.includes('Each bar is')).toBe(false);
    expect(page.includes('<dd>2\u202f091 of 2\u202f901 failed</dd>')).toBe(true);
  });
});

describe('all forms of the report of a failover', () => {
  it('say the same', () => {
    for (const name of ['report.md', 'report.html']) {
      const told = form(live, name);
      expect(told).toContain('orders-prod in ap-northeast-1');
      expect(told).toContain('live, it changed production');
      expect(told).toContain('orders, typed by ops');
      expect(told).toContain('took 15 min 03 s (T7 − T6), no part of the RTO');
      expect(told).toContain('Go on: edit the record (control plane)');
      expect(told).toContain('order-001168');
      expect(told).toContain('37 of 1\u202f204 lost');
    }
  });

  it('read well as Markdown', async () => {
    await expect(form(live, 'report.md')).toMatchFileSnapshot('golden/failover.md');
  });
});
