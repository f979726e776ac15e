import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { buildReport, type ReportModel } from '../../src/report/report-model.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { SAMPLE_KINDS, type SampleKind, sampleRun } from '../support/sample-run.ts';

const step = (report: ReportModel, id: string) => {
  const found = report.steps.find((one) => one.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found;
};

describe.each(['sandbox', 'aws'] as const)('a report of a run in %s', (environment) => {
  it.each(SAMPLE_KINDS)('fits its schema: %s', (kind) => {
    const report = buildReport(sampleRun(kind, { environment }));
    expect(reportSchema.parse(report)).toEqual(report);
  });

  it.each(SAMPLE_KINDS)('gives every ms between T0 and recovery to one wait: %s', (kind) => {
    const { timeline, result } = buildReport(sampleRun(kind, { environment }));
    const path = timeline.criticalPath;
    if (!path || !timeline.toRecovery) throw new Error('every sample has a T0');
    const { awsMs, peopleMs, toolMs, beforeRunMs, totalMs } = timeline.toRecovery;
    expect(awsMs + peopleMs + toolMs + beforeRunMs).toBe(totalMs);
    expect(totalMs).toBe(path.totalMs);
    const { actualMs, errorMs } = result.rto;
    if (actualMs !== null) {
      // Where the clock has jumped, the path goes by the monotonic one and the RTO by the longer of both.
      const jumpedMs = kind === 'clock-jumped' ? (errorMs ?? 0) : 0;
      expect(path.totalMs).toBeLessThanOrEqual(actualMs);
      expect(path.totalMs).toBeGreaterThanOrEqual(actualMs - jumpedMs);
    }
    let at = 0;
    for (const { startMs, endMs } of path.segments) {
      expect(startMs).toBe(at);
      at = endMs;
    }
    expect(at).toBe(path.totalMs);
  });
});

describe('what a report says of how the run ended', () => {
  const overall = (kind: (typeof SAMPLE_KINDS)[number]) =>
    buildReport(sampleRun(kind, { environment: 'aws' })).result.overall;

  it('passes only what completed, met everything and left nothing', () => {
    expect(overall('met')).toBe('pass');
    expect(overall('resumed')).toBe('pass');
    expect(overall('kept')).toBe('pass-with-conditions');
    expect(overall('clock-jumped')).toBe('pass-with-conditions');
    expect(overall('missed')).toBe('fail');
    expect(overall('failed-check')).toBe('fail');
    expect(overall('leaked')).toBe('fail');
    expect(overall('aborted')).toBe('aborted');
    expect(overall('unproven')).toBe('incomplete');
    expect(overall('interrupted')).toBe('incomplete');
  });

  it('says of an interrupted run that nobody judged it', () => {
    const { result, finishedAt, issues, cleanUp } = buildReport(sampleRun('interrupted'));
    expect(result).toMatchObject({ status: 'interrupted', verdict: 'unproven', judged: false });
    expect(result.rto.actualMs).toBeNull();
    expect(finishedAt).toBeNull();
    expect(cleanUp).toMatchObject({ outcome: 'not-finished', unsettled: 2 });
    expect(issues.map(({ kind }) => kind)).toContain('run-interrupted');
  });

  it('can be made from any beginning of a journal, and never passes before the end', () => {
    const records = sampleRun('met', { environment: 'aws' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: records.length - 1 }), (length) => {
        const report = buildReport(records.slice(0, length));
        expect(reportSchema.safeParse(report).success).toBe(true);
        expect(report.result).toMatchObject({ overall: 'incomplete', status: 'interrupted' });
        expect(report.requirements.filter(({ claim }) => claim === 'supported')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('shows bounds as bounds where the RPO was not measured', () => {
    const { rpo } = buildReport(sampleRun('unproven')).result;
    expect(rpo).toEqual({
      objectiveMs: 300_000,
      actualMs: null,
      errorMs: null,
      marginMs: null,
      result: 'unproven',
      method: 'not measured; only bounds from metadata',
      measuredBy: { code: 'not-measured', why: 'only-bounds' },
      bounds: [{ source: 'RestoreTime', ms: 1000 }],
    });
  });

  it('names what was left behind, with the reason, as something to follow up', () => {
    const { cleanUp, issues } = buildReport(sampleRun('leaked'));
    expect(cleanUp).toMatchObject({ outcome: 'leaked', released: 1, leaked: 1 });
    expect(issues).toContainEqual(
      expect.objectContaining({ kind: 'resource-leaked', severity: 'high', owner: null }),
    );
  });

  it('proves each removal by the call that saw it', () => {
    const { cleanUp } = buildReport(sampleRun('met'));
    expect(cleanUp.outcome).toBe('proven');
    for (const { proof } of cleanUp.resources) {
      expect(proof?.call).toMatch(/^rds:Describe/);
      expect(proof?.observed).toMatch(/NotFound$/);
      expect(proof?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('the critical path', () => {
  const path = (kind: 'met' | 'paused' | 'resumed' | 'aborted', environment: 'aws' | 'sandbox') =>
    buildReport(sampleRun(kind, { environment })).timeline.criticalPath;

  it('takes the longer of two steps side by side', () => {
    const report = buildReport(sampleRun('met'));
    expect(step(report, 'find-point').critical).toBe(true);
    expect(step(report, 'make-parameters').critical).toBe(false);
  });

  it('leaves out what comes before T0 and after recovery', () => {
    const report = buildReport(sampleRun('met'));
    expect(step(report, 'check-source').critical).toBe(false);
    expect(step(report, 'clean-up').critical).toBe(false);
  });

  it('begins with the time before the run where T0 was declared', () => {
    const first = path('met', 'aws')?.segments[0];
    expect(first).toMatchObject({ kind: 'before-run', startMs: 0, endMs: 420_000 });
  });

  it('books a pause on people, not on AWS', () => {
    const people = (kind: 'paused' | 'met') =>
      buildReport(sampleRun(kind, { environment: 'aws' })).timeline.toRecovery?.peopleMs ?? 0;
    expect(people('paused') - people('met')).toBe(240_000);
  });

  it('goes as far as it got when the run was aborted', () => {
    expect(path('aborted', 'aws')).toMatchObject({ to: null });
    expect(path('aborted', 'aws')?.segments.at(-1)?.step).toBe('restore');
  });
});

describe('what happened on the way', () => {
  it('shows a resume: who took over, how long nobody was there, what was adopted', () => {
    const report = buildReport(sampleRun('resumed', { environment: 'aws' }));
    expect(report.processes.map(({ pid }) => pid)).toEqual([4711, 1203]);
    expect(report.timeline.away[0]?.endMs).toBeGreaterThan(report.timeline.away[0]?.startMs ?? 0);
    expect(step(report, 'restore').adopted).toBe(true);
    expect(report.incidents.map(({ kind }) => kind)).toContain('resumed');
  });

  it('takes a jump of the clock out of the timeline', () => {
    const straight = buildReport(sampleRun('met', { environment: 'aws' }));
    const jumped = buildReport(sampleRun('clock-jumped', { environment: 'aws' }));
    expect(jumped.timeline.endMs).toBe(straight.timeline.endMs);
    expect(jumped.durationMs).toBe(straight.durationMs);
    expect(jumped.clockJumps).toHaveLength(1);
  });

  it('is as long as the run was, whatever people add weeks later', () => {
    const records = sampleRun('met', { environment: 'aws' });
    const { durationMs, timeline } = buildReport(records);
    const last = records.at(-1);
    if (!last) throw new Error('a sample has records');
    const by = { name: 'lead', identity: 'os', host: 'host-1', via: 'command' } as const;
    const lesson: JournalRecord = {
      ...last,
      type: 'lesson.noted',
      data: { by, text: 'Keep the number.' },
      seq: last.seq + 1,
      at: '2026-12-24T01:00:00.000Z',
    };
    const later = buildReport([...records, lesson]);
    expect(later.durationMs).toBe(durationMs);
    expect(later.timeline).toEqual(timeline);
  });

  it('tells a retry once, with its wait', () => {
    const { incidents } = buildReport(sampleRun('met', { environment: 'aws' }));
    expect(incidents.filter(({ kind }) => kind === 'retry')).toEqual([
      expect.objectContaining({ step: 'check-source', code: 'THROTTLED', ms: 700 }),
    ]);
  });

  it('puts what an undo called under the clean-up step', () => {
    const { calls } = buildReport(sampleRun('met'));
    const deleting = calls.filter(({ operation }) => operation.startsWith('Delete'));
    expect(deleting).toHaveLength(2);
    expect(new Set(deleting.map((call) => call.step))).toEqual(new Set(['clean-up']));
  });
});

describe('what a report leaves open', () => {
  it('lists a declared check without a result as unproven and not tested', () => {
    const records = sampleRun('aborted');
    const { checks, notTested } = buildReport(records);
    expect(checks).toHaveLength(6);
    expect(checks.every(({ outcome, observed }) => outcome === 'unproven' && !observed)).toBe(true);
    expect(notTested.filter(({ kind }) => kind === 'check')).toHaveLength(6);
    expect(notTested).toContainEqual(expect.objectContaining({ kind: 'milestone', id: 'T5' }));
    expect(notTested).toContainEqual(
      expect.objectContaining({ kind: 'step', id: 'verify', why: 'cut-short' }),
    );
  });

  it('makes up no people, no date and no sign-off', () => {
    const { people, missing, nextTestDue, issues } = buildReport(sampleRun('missed'));
    expect(people).toMatchObject({
      operators: ['ops'],
      anybody: true,
      participants: [{ name: 'ops', declared: false, roles: [] }],
      approvals: [],
      signOffs: [],
    });
    expect(nextTestDue).toBeNull();
    const fields = missing.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['participants', 'approver', 'signOff']));
    expect(fields).toContain('nextTestDue');
    expect(issues.every(({ owner, dueDate, ticket }) => !owner && !dueDate && !ticket)).toBe(true);
  });

  it('says when the next test is due, where the schedule does and the run was one', () => {
    const dueAgain = '2027-01-04T01:00:00.000Z';
    const scheduled = (kind: SampleKind) =>
      sampleRun(kind).map((record) =>
        record.type === 'run.opened'
          ? { ...record, data: { ...record.data, nextDue: dueAgain } }
          : record,
      );
    const { missing, nextTestDue } = buildReport(scheduled('missed'));
    expect(nextTestDue).toBe(dueAgain);
    expect(missing.map(({ field }) => field)).not.toContain('nextTestDue');
    expect(buildReport(scheduled('aborted')).nextTestDue).toBeNull();
  });

  it('answers the FTR only from a run against AWS that met its objectives', () => {
    const claims = (records: readonly JournalRecord[]) =>
      Object.fromEntries(buildReport(records).requirements.map(({ id, claim }) => [id, claim]));
    expect(claims(sampleRun('met', { environment: 'aws' }))).toEqual({
      'RES-001': 'declared',
      'RES-002': 'declared',
      'RES-004': 'partly',
      'BAR-002': 'supported',
    });
    expect(claims(sampleRun('missed', { environment: 'aws' }))).toMatchObject({
      'RES-004': 'none',
      'BAR-002': 'none',
    });
    expect(new Set(Object.values(claims(sampleRun('met'))))).toEqual(new Set(['none']));
  });
});
