import { expect, test } from 'vitest';
import type { Environment } from '../../src/core/drill.ts';
import { isRehearsal, rehearsalsOf } from '../../src/core/rehearsal.ts';
import { type RunSummary, summarizeRun } from '../../src/core/run-summary.ts';
import { SAMPLE_ENVIRONMENTS } from '../support/sample-drill.ts';
import { type SampleKind, sampleRun } from '../support/sample-run.ts';

function summaryOf(
  kind: SampleKind,
  { kind: where = 'sandbox', at }: { kind?: Environment['kind']; at?: string } = {},
): RunSummary {
  const records = sampleRun(kind, { environment: where });
  const opened = records.find((one) => one.type === 'run.opened');
  const finished = records.find((one) => one.type === 'run.finished');
  if (opened?.type !== 'run.opened') throw new Error('a sample begins with run.opened');
  const end = finished?.type === 'run.finished' ? finished : undefined;
  return summarizeRun(opened.data.run, { ...opened, at: at ?? opened.at }, end);
}

function endOf(kind: SampleKind): Parameters<typeof isRehearsal>[0] {
  return summaryOf(kind).end ?? {};
}

test('a rehearsal has completed and says something, be it good or bad', () => {
  expect(isRehearsal(endOf('met'))).toBe(true);
  expect(isRehearsal(endOf('missed'))).toBe(true);
});

test('a run that was aborted, failed, goes on or proves nothing is none, and neither is a tabletop', () => {
  expect(isRehearsal(endOf('aborted'))).toBe(false);
  expect(isRehearsal(endOf('unproven'))).toBe(false);
  expect(isRehearsal(endOf('interrupted'))).toBe(false);
  const { verdict } = endOf('met');
  if (!verdict) throw new Error('the sample was judged');
  expect(isRehearsal({ status: 'failed', verdict })).toBe(false);
  const tabletop = { ...verdict, verdict: 'tabletop' as const };
  expect(isRehearsal({ status: 'completed', verdict: tabletop })).toBe(false);
});

const NOW = Date.parse('2027-03-01T00:00:00.000Z');
const { sandbox, aws } = SAMPLE_ENVIRONMENTS;

test('the newest counts, in the environment of its name, and where its calls went', () => {
  const old = summaryOf('met', { at: '2027-01-01T00:00:00.000Z' });
  const newer = summaryOf('missed', { at: '2027-02-01T00:00:00.000Z' });
  const real = summaryOf('met', { kind: 'aws', at: '2027-02-02T00:00:00.000Z' });
  const runs = [real, newer, old];
  const { name } = newer.opened.drill;
  const inSandbox = rehearsalsOf(runs, name, { environment: sandbox, now: NOW });
  expect(inSandbox).toEqual({ last: newer, elsewhere: real, ahead: [] });
  const inAws = rehearsalsOf(runs, name, { environment: aws, now: NOW });
  expect(inAws).toEqual({ last: real, elsewhere: newer, ahead: [] });
  const emulated = { ...aws, endpointUrl: 'http://127.0.0.1:4566' };
  expect(rehearsalsOf([real], name, { environment: emulated, now: NOW })).toEqual({
    elsewhere: real,
    ahead: [],
  });
  const moved = { ...aws, accountId: '444455556666' };
  expect(rehearsalsOf([real], name, { environment: moved, now: NOW })).toEqual({
    elsewhere: real,
    ahead: [],
  });
  expect(rehearsalsOf(runs, 'other', { environment: aws, now: NOW })).toEqual({ ahead: [] });
});

test('what the schedule has started is known from its first moment on, whatever came of it', () => {
  const occurrence = '2027-01-01T00:00:00.000Z';
  const tried = summaryOf('aborted', { at: '2027-01-01T00:05:00.000Z' });
  const opened = { ...tried.opened, trigger: { kind: 'schedule', occurrence } as const };
  const runs = [{ ...tried, opened }];
  const { name } = opened.drill;
  expect(rehearsalsOf(runs, name, { environment: sandbox, now: NOW })).toEqual({
    scheduledFrom: occurrence,
    ahead: [],
  });
  expect(rehearsalsOf(runs, name, { environment: aws, now: NOW })).toEqual({ ahead: [] });
});

test('a run from a time that has not come yet counts nowhere, and is told', () => {
  const ahead = summaryOf('met', { at: '2027-03-02T00:00:00.001Z' });
  const fast = summaryOf('met', { at: '2027-03-01T23:00:00.000Z' });
  const { name } = ahead.opened.drill;
  expect(rehearsalsOf([ahead, fast], name, { environment: sandbox, now: NOW })).toEqual({
    last: fast,
    ahead: [ahead],
  });
});
