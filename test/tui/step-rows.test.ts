import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runbook as failoverRegion } from '../../runbooks/failover-region/runbook.ts';
import { declareSteps } from '../../src/core/declare-steps.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { fitStepRows, type StepRow, stepRows } from '../../src/tui/step-rows.ts';
import { ReplayFeed } from '../support/replay-feed.ts';
import { SAMPLE_KINDS, type SampleKind, sampleRun } from '../support/sample-run.ts';

function rowsWhen(
  kind: SampleKind,
  fits: (record: JournalRecord) => boolean,
  laterMs = 0,
): readonly StepRow[] {
  const feed = new ReplayFeed(sampleRun(kind, { environment: 'aws' }));
  feed.playUntil(fits);
  const { state } = feed.get();
  return stepRows(state, Date.parse(state.lastAt) + laterMs);
}

const rowOf = (rows: readonly StepRow[], key: string) => rows.find((row) => row.key === key);

/** The steps shown of a failover when these were started one after the other. */
function afterStarts(...activities: readonly string[]): readonly string[] {
  const [opened] = sampleRun('failover');
  if (opened?.type !== 'run.opened') throw new Error('A journal begins with run.opened.');
  const steps = declareSteps(failoverRegion);
  const feed = new ReplayFeed([{ ...opened, data: { ...opened.data, steps } }]);
  for (const [index, activity] of activities.entries()) {
    expect(steps.map(({ id }) => id)).toContain(activity);
    const at = new Date(Date.parse(opened.at) + index * 1000).toISOString();
    const data = { activity, name: 'any.name', input: null };
    feed.push({ ...opened, type: 'activity.scheduled', at, data });
  }
  const { state } = feed.get();
  return stepRows(state, Date.parse(state.lastAt)).map(({ key }) => key);
}

describe('the rows of the step list', () => {
  it('say when the next attempt is, as long as it is to come', () => {
    const retrying = ({ type }: JournalRecord) => type === 'attempt.failed';
    const waiting = rowOf(rowsWhen('met', retrying), 'check-source/detail');
    expect(waiting).toMatchObject({ tone: 'warn' });
    expect(waiting?.text).toMatch(/^Rate exceeded \(THROTTLED\); next try in \d+ ms$/);
    expect(rowOf(rowsWhen('met', retrying, 60_000), 'check-source/detail')).toBeUndefined();
  });

  it('tell a duration with its error once the step is over, and a clock before', () => {
    const ended = ({ type, data }: JournalRecord) =>
      type === 'activity.succeeded' && 'activity' in data && data.activity === 'restore';
    expect(rowOf(rowsWhen('met', ended), 'restore')).toMatchObject({
      glyph: '✔',
      duration: '19 min 08 s',
      error: '± 15.0 s',
    });
    const running = rowsWhen('met', ({ type }) => type === 'poll.observed', 61_000);
    expect(running.find(({ isCurrent }) => isCurrent)?.duration).toMatch(/^00:01:0\d$/);
  });

  it('mark a step that was adopted after a crash', () => {
    const rows = rowsWhen('resumed', () => false);
    expect(rowOf(rows, 'restore')?.note).toBe('taken over, not repeated');
  });

  it('tell why a step failed, and which ones were not taken', () => {
    const rows = rowsWhen('leaked', () => false);
    expect(rowOf(rows, 'restore/detail')).toMatchObject({ tone: 'bad' });
    expect(rowOf(rows, 'verify')).toMatchObject({ glyph: '–', note: 'not taken' });
  });

  it('leave out what was passed by on another way, and keep what may come', () => {
    const feed = new ReplayFeed(sampleRun('failover', { environment: 'aws' }));
    const seen = new Set<string>();
    while (feed.upcoming) {
      feed.playUntil(({ type }) => type === 'activity.scheduled');
      const { state } = feed.get();
      const rows = new Set(stepRows(state, Date.parse(state.lastAt)).map(({ key }) => key));
      const furthest = state.steps.findLastIndex(({ startedAt }) => startedAt !== undefined);
      for (const [index, { id, status }] of state.steps.entries()) {
        expect(rows.has(id)).toBe(status !== 'pending' || index > furthest);
        if (rows.has(id)) seen.add(id);
      }
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('keep what may come beside a step that runs, until both ways have met', () => {
    const started = afterStarts('verify', 'zone-answer', 'watch-old');
    expect(started).toEqual(expect.arrayContaining(['point', 'cached-answer', 'requests']));
    expect(started).toEqual(expect.arrayContaining(['fence-returned', 'lead-away']));
    expect(started).not.toContain('drain');
    const moved = afterStarts('zone-answer', 'watch-old', 'cached-answer');
    expect(moved).not.toContain('point');
    expect(moved).toEqual(expect.arrayContaining(['requests', 'lead-away']));
    const met = afterStarts('zone-answer', 'watch-old', 'requests', 'outage');
    for (const passed of ['point', 'cached-answer', 'fence-returned', 'lead-away']) {
      expect(met).not.toContain(passed);
    }
  });

  it('show what is to come again when the runbook goes back', () => {
    expect(afterStarts('promote', 'survey-trouble')).not.toContain('verify');
    expect(afterStarts('promote', 'survey-trouble', 'promote')).toContain('verify');
  });

  it('wait for a person where a gate is open', () => {
    const rows = rowsWhen(
      'met',
      (record) => record.type === 'state.changed' && record.data.entered.includes('declare'),
    );
    expect(rowOf(rows, 'declare/detail')?.text).toBe('waiting for a person');
  });
});

describe('the rows of a step that earlier runs have taken', () => {
  const usual = { restore: { runs: 8, p50Ms: 370_000, p90Ms: 410_000 } };

  function rowAfter(records: number) {
    const [opened, ...more] = sampleRun('met', { environment: 'aws' });
    if (opened?.type !== 'run.opened') throw new Error('A journal begins with run.opened.');
    const earlier = { usual, followUps: [] };
    const feed = new ReplayFeed([{ ...opened, data: { ...opened.data, earlier } }, ...more]);
    feed.play(records);
    const { state } = feed.get();
    return rowOf(stepRows(state, Date.parse(state.lastAt)), 'restore');
  }

  it('tell how long it usually takes, until it is over', () => {
    expect(rowAfter(1)).toMatchObject({ note: 'usually 6 min 10 s ± 40.0 s' });
  });

  it('tell that it was slower than nine of ten', () => {
    const { note, duration } = rowAfter(10_000) ?? {};
    expect(duration).toBe('19 min 08 s');
    expect(note).toBe('slower: usually 6 min 10 s ± 40.0 s');
  });
});

describe('a step list that is longer than its room', () => {
  const anyCut = fc.record({
    kind: fc.constantFrom(...SAMPLE_KINDS),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    height: fc.integer({ min: 1, max: 20 }),
  });

  it('fits, and keeps what is current', () => {
    fc.assert(
      fc.property(anyCut, ({ kind, share, height }) => {
        const records = sampleRun(kind);
        const feed = new ReplayFeed(records, Math.ceil(share * records.length));
        const { state } = feed.get();
        const all = stepRows(state, Date.parse(state.lastAt));
        const fitted = fitStepRows(all, height);
        expect(fitted).toHaveLength(Math.min(height, all.length));
        const current = all.findLast(({ isCurrent }) => isCurrent);
        if (current) expect(fitted.map(({ key }) => key)).toContain(current.key);
      }),
      { numRuns: 150 },
    );
  });

  it('counts the steps that are left out, so that none is lost', () => {
    fc.assert(
      fc.property(anyCut, ({ kind, share, height }) => {
        fc.pre(height >= 4);
        const records = sampleRun(kind);
        const { state } = new ReplayFeed(records, Math.ceil(share * records.length)).get();
        const fitted = fitStepRows(stepRows(state, 0), height);
        const shown = fitted.filter((row) => row.kind === 'step').length;
        const counted = fitted
          .filter((row) => row.kind === 'more')
          .reduce((sum, { text }) => sum + Number.parseInt(text, 10), 0);
        expect(shown + counted).toBe(state.steps.length);
      }),
      { numRuns: 150 },
    );
  });
});
