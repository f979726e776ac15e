import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldRecords } from '../../src/core/fold-record.ts';
import { type TimeToRecovery, timeToRecovery } from '../../src/core/time-to-recovery.ts';
import { readTimeline } from '../../src/core/timeline.ts';
import { SAMPLE_KINDS, sampleRun } from '../support/sample-run.ts';

const MINUTE = 60_000;

type Options = Parameters<typeof timeToRecovery>;

/** A timeline of which only the stays in steps matter; each is `step start end`. */
function share(
  stays: readonly (readonly [step: 'person' | 'cloud' | 'own', start: number, end?: number])[],
  more: { recovered?: number; opened?: number; now?: number; origin?: 'T0' | 'start' } = {},
): TimeToRecovery | undefined {
  const { recovered, opened = 0, now, origin = 'T0' } = more;
  const moment = (ms: number) => ({ seq: 5, ms });
  const timeline: Options[0] = {
    origin,
    originAt: '2026-11-24T01:00:00.000Z',
    opened: moment(opened),
    last: { seq: 9, ms: 0 },
    recoveryEnd: { seq: 10, ms: 0 },
    spans: stays.map(([step, start, end]) => ({
      step,
      start: moment(start),
      end: end === undefined ? undefined : moment(end),
      outcome: end === undefined ? 'open' : 'ended',
    })),
    marks: new Map(recovered === undefined ? [] : [['T5', moment(recovered)]]),
    pauses: [],
    away: [],
    offset: () => 0,
  };
  const steps: Options[1] = [
    { id: 'person', title: '', kind: 'human', waitsOn: 'people' },
    { id: 'cloud', title: '', kind: 'probe', waitsOn: 'aws' },
    { id: 'own', title: '', kind: 'probe', waitsOn: 'tool' },
  ];
  return timeToRecovery(timeline, steps, 'T5', now);
}

describe('the time until recovery', () => {
  test('is shared out among those who were waited for, and the gaps are the tool’s', () => {
    expect(
      share(
        [
          ['cloud', 0, 30],
          ['person', 40, 90],
          ['own', 90, 95],
        ],
        { recovered: 100 },
      ),
    ).toEqual({
      to: 'T5',
      totalMs: 100,
      peopleMs: 50,
      awsMs: 30,
      toolMs: 20,
      beforeRunMs: 0,
    });
  });

  test('counts only what lies between T0 and the recovery', () => {
    expect(
      share(
        [
          ['cloud', -50, 20],
          ['person', 80, 300],
        ],
        { recovered: 100 },
      ),
    ).toMatchObject({
      awsMs: 20,
      peopleMs: 20,
      toolMs: 60,
    });
  });

  test('counts a moment once where steps run side by side: for people before AWS, for AWS before the tool', () => {
    expect(
      share(
        [
          ['cloud', 0, 60],
          ['person', 20, 40],
          ['own', 50, 80],
          ['cloud', 10, 30],
        ],
        {
          recovered: 100,
        },
      ),
    ).toMatchObject({ peopleMs: 20, awsMs: 40, toolMs: 40 });
  });

  test('before the run is a part of its own, where T0 was declared', () => {
    expect(share([['cloud', 70, 100]], { recovered: 100, opened: 70 })).toMatchObject({
      beforeRunMs: 70,
      awsMs: 30,
      toolMs: 0,
    });
  });

  test('runs on while a step is open', () => {
    expect(share([['person', 10]], { now: 60 })).toEqual({
      to: undefined,
      totalMs: 60,
      peopleMs: 50,
      awsMs: 0,
      toolMs: 10,
      beforeRunMs: 0,
    });
  });

  test('is nothing that can be told without a T0', () => {
    expect(share([['person', 10, 20]], { origin: 'start', recovered: 20 })).toBeUndefined();
  });

  test('is never taken back from anybody while a run goes on', () => {
    const kinds = SAMPLE_KINDS.filter((kind) => kind !== 'clock-jumped');
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.nat(), fc.nat(), (kind, one, other) => {
        const records = sampleRun(kind, { environment: 'aws' });
        const [few = 1, many = 1] = [one, other]
          .map((n) => 1 + (n % records.length))
          .sort((a, b) => a - b);
        const [before, after] = [few, many].map((count) => {
          const played = records.slice(0, count);
          const state = foldRecords(played);
          const { recoveredAt = 'T5' } = state.runbook;
          return timeToRecovery(readTimeline(played, state), state.steps, recoveredAt);
        });
        for (const part of ['totalMs', 'peopleMs', 'awsMs', 'toolMs', 'beforeRunMs'] as const) {
          expect(after?.[part] ?? 0).toBeGreaterThanOrEqual(before?.[part] ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('tells of a root user whom AWS Support let wait how little of it people took', () => {
    const records = sampleRun('root', { environment: 'aws' });
    const state = foldRecords(records);
    const time = timeToRecovery(readTimeline(records, state), state.steps, 'T5');
    expect(time?.beforeRunMs).toBe(7 * MINUTE);
    expect(time?.peopleMs).toBe(32 * MINUTE);
    expect(time?.awsMs).toBe(128 * MINUTE + 2 * 38_080);
  });
});
