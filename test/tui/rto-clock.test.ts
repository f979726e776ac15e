import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import type { RunState } from '../../src/core/run-state.ts';
import { readRtoClock } from '../../src/tui/rto-clock.ts';
import { ReplayFeed } from '../support/replay-feed.ts';
import { type SampleKind, sampleRun } from '../support/sample-run.ts';

function stateWhen(kind: SampleKind, fits: (record: JournalRecord) => boolean): RunState {
  const feed = new ReplayFeed(sampleRun(kind, { environment: 'aws' }));
  feed.playUntil(fits);
  return feed.get().state;
}

const at = (instant: string) => Date.parse(instant);
const reached = (id: string) => (record: JournalRecord) =>
  record.type === 'milestone.reached' && record.data.id === id;

describe('the RTO clock', () => {
  it('stands before impact', () => {
    const { state } = new ReplayFeed(sampleRun('met', { environment: 'aws' })).get();
    expect(readRtoClock(state, at('2026-11-24T05:00:00Z'))).toMatchObject({
      phase: 'not-started',
      elapsedMs: 0,
    });
  });

  it('counts from a declared impact, not from when it was declared', () => {
    const state = stateWhen('met', reached('T0'));
    expect(readRtoClock(state, at('2026-11-24T01:23:00Z'))).toMatchObject({
      phase: 'running',
      elapsedMs: 30 * 60_000,
      burnt: 0.5,
    });
  });

  it('stops at the milestone of recovery, whatever the time is', () => {
    const state = stateWhen('met', ({ type }) => type === 'cleanup.started');
    const clock = readRtoClock(state, at('2027-01-01T00:00:00Z'));
    expect(clock).toMatchObject({ phase: 'stopped', measure: { result: 'met' } });
    expect(clock.elapsedMs).toBe(clock.measure.actualMs);
  });

  it('goes on past T5 when the runbook recovers at T6', () => {
    const state = stateWhen('met', reached('T5'));
    const failover = { ...state, runbook: { ...state.runbook, recoveredAt: 'T6' as const } };
    expect(readRtoClock(failover, at('2026-11-24T01:53:00Z'))).toMatchObject({
      phase: 'running',
      burnt: 1,
    });
  });

  it('does not count a jump of the machine clock', () => {
    const state = stateWhen('clock-jumped', ({ type }) => type === 'clock.jumped');
    const [jump] = state.clockJumps;
    const before = Date.parse(state.lastAt) - (jump?.byMs ?? 0) - at('2026-11-24T00:53:00Z');
    expect(jump?.byMs).not.toBe(0);
    expect(readRtoClock(state, Date.parse(state.lastAt)).elapsedMs).toBe(before);
  });

  it('stands at the end of a run that never recovered', () => {
    const state = stateWhen('aborted', ({ type }) => type === 'run.finished');
    const clock = readRtoClock(state, at('2027-01-01T00:00:00Z'));
    expect(clock.phase).toBe('stopped');
    expect(clock.elapsedMs).toBeLessThan(4 * 3_600_000);
  });
});
