import { describe, expect, it } from 'vitest';
import { createNarrator, type Narration, narrate } from '../../src/core/narrate.ts';
import type { JournalRecord, RecordBody } from '../../src/core/record.ts';
import { type SampleKind, sampleRun } from '../support/sample-run.ts';

interface Told extends Narration {
  readonly record: JournalRecord;
}

function tell(kind: SampleKind): Told[] {
  const narrator = createNarrator();
  return sampleRun(kind, { environment: 'aws' }).flatMap((record) => {
    const narration = narrator(record);
    return narration ? [{ ...narration, record }] : [];
  });
}

const texts = (kind: SampleKind) => tell(kind).map(({ text }) => text);
const envelope = { seq: 1, at: '2026-11-24T01:00:00.000Z', mono: 0, prev: '', hash: '' };
const alone = (body: RecordBody) => narrate({ ...envelope, ...body });

describe('a narrated journal', () => {
  it('tells where the run is and how it ended', () => {
    const lines = texts('met');
    expect(lines[0]).toBe(
      'Run opened in AWS account 111122223333 (ap-northeast-1): Restore the orders database to the moment before a bad delete',
    );
    expect(lines.at(-1)).toBe('Run completed: objectives met');
  });

  it('tells a retry with its code, its wait and the number of the next attempt', () => {
    const retry = tell('met').find(({ record }) => record.type === 'attempt.failed');
    expect(retry?.tone).toBe('warn');
    expect(retry?.text).toMatch(
      /^Check the source database: Rate exceeded \(THROTTLED\), trying again in \d+ ms \(attempt 2\)$/,
    );
  });

  it('is silent about states, timers and reads', () => {
    const silent = new Set(['timer.armed', 'timer.fired', 'timer.cancelled', 'attempt.started']);
    for (const { record } of tell('met')) {
      expect(silent.has(record.type)).toBe(false);
      if (record.type === 'call.completed') expect(record.data.mutating).toBe(true);
    }
  });

  it('tells progress once, however often it is seen', () => {
    const progress = (message: string): JournalRecord => ({
      ...envelope,
      type: 'poll.observed',
      data: { activity: 'restore', polls: 1, progress: { message, percent: 35 } },
    });
    const [opened] = sampleRun('met');
    const narrator = createNarrator();
    if (opened) narrator(opened);
    expect(narrator(progress('creating'))?.text).toBe('Restore to point in time: creating (35 %)');
    expect(narrator(progress('creating'))).toBeUndefined();
    expect(narrator(progress('backing-up'))?.text).toBe(
      'Restore to point in time: backing-up (35 %)',
    );
    expect(narrator(progress('creating'))).toBeDefined();
  });

  it('tells what a declared milestone is', () => {
    expect(texts('met')).toContain('T0 impact at 00:53:00Z, declared');
    expect(
      alone({
        type: 'milestone.reached',
        data: { id: 'T4', instant: envelope.at, source: 'measured', errorMs: 5000, note: 'read' },
      })?.text,
    ).toBe('T4 data available at 01:00:00Z ± 5.0 s (read)');
  });

  it('tells which checks did not pass', () => {
    const line = tell('failed-check').find(
      ({ record }) => record.type === 'activity.succeeded' && record.data.checks,
    );
    expect(line).toMatchObject({
      tone: 'bad',
      text: 'Verify the data, write and read: 5 of 6 checks passed; failed: order-lines-sum',
    });
  });

  it('tells that a person is waited for', () => {
    expect(texts('met')).toContain('Declare the disaster: waiting for a person');
  });

  it('tells the proof of a removal, and what was left behind', () => {
    expect(texts('met').find((text) => text.startsWith('Removed rds:db-instance'))).toMatch(
      /: rds:DescribeDBInstances answers DBInstanceNotFound$/,
    );
    const lines = tell('leaked');
    expect(lines.find(({ text }) => text.startsWith('Left behind'))).toMatchObject({ tone: 'bad' });
    expect(lines.find(({ record }) => record.type === 'cleanup.finished')).toMatchObject({
      tone: 'bad',
      text: 'Clean-up finished: 1 removed, 0 kept, 1 left behind',
    });
  });

  it('tells a crash and that nothing was repeated', () => {
    const lines = texts('resumed');
    expect(lines.some((text) => text.startsWith('Run taken up again by ops on ops-01'))).toBe(true);
    expect(lines).toContain(
      'Restore to point in time: found what an earlier attempt had made; the call is not repeated',
    );
  });

  it('tells a pause and its end', () => {
    const lines = texts('paused');
    expect(lines.some((text) => text.startsWith('Paused at Restore to point in time: '))).toBe(
      true,
    );
    expect(lines).toContain('Going on with Restore to point in time');
  });

  it('tells a command that was refused as bad', () => {
    expect(
      alone({
        type: 'operator.commanded',
        data: { command: { type: 'abort' }, by: 'ops', accepted: false, reason: 'it is over' },
      }),
    ).toEqual({ tone: 'bad', text: 'ops asked to abort; refused: it is over' });
  });

  it('names steps by their id when it does not know the run', () => {
    expect(
      alone({ type: 'activity.cancelled', data: { activity: 'restore', reason: 'abort' } })?.text,
    ).toBe('restore: cancelled, abort');
  });

  it('tells of a failover what it changes, who decided what, and what users saw', () => {
    const lines = texts('failover');
    expect(lines[0]).toMatch(/; LIVE, it changes orders as ops confirmed$/);
    expect(lines).toContain(
      'Traffic does not move: what now? Waiting for a decision: edit-record, roll-back, stop',
    );
    expect(lines).toContain('ops decided: Go on: edit the record (control plane)');
    expect(lines).toContain(
      'Read what users saw: done; users: 17 min 36 s without service, 2,091 of 2,901 requests failed, 37 acknowledged writes lost',
    );
  });

  it('tells what is handed over as what it is, and counts it apart', () => {
    const lines = tell('failover');
    const handed = lines.find(({ record }) => record.type === 'resource.handed-over');
    expect(handed).toMatchObject({
      tone: 'good',
      text: 'Handed over to production: rds:db-instance kunren-failover-region-20261124-0100-p3wd; it stays on purpose',
    });
    expect(lines.find(({ record }) => record.type === 'cleanup.finished')).toMatchObject({
      tone: 'good',
      text: 'Clean-up finished: 1 removed, 0 kept, 0 left behind, 1 handed over to production',
    });
  });

  it('says unproven of an objective that nobody measured, never met', () => {
    expect(tell('unproven').at(-1)).toMatchObject({
      tone: 'warn',
      text: 'Run completed: objectives unproven',
    });
    expect(texts('aborted').at(-1)).toBe('Run aborted; objectives unproven');
  });
});
