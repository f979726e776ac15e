import { describe, expect, it } from 'vitest';
import { issueId, openFollowUps, type TestedRun } from '../../src/core/follow-up.ts';
import type { Person } from '../../src/core/person.ts';

const BY: Person = { name: 'ops', identity: 'os', host: 'host-1', via: 'command' };

const missed = { kind: 'rto-missed', subject: null, severity: 'high', detail: null } as const;
const failed = {
  kind: 'check-failed',
  subject: 'orders',
  severity: 'high',
  detail: '3 rows are missing',
} as const;
const leaked = {
  kind: 'resource-leaked',
  subject: 'db x',
  severity: 'high',
  detail: null,
} as const;

function run(day: number, parts: Partial<TestedRun> = {}): TestedRun {
  return {
    run: `restore-${day}`,
    at: `2026-11-0${day}T00:00:00.000Z`,
    passed: false,
    issues: [],
    proven: new Set(),
    changes: [],
    before: [],
    ...parts,
  };
}

const idsOf = (runs: readonly TestedRun[]) => openFollowUps(runs).map(({ issue }) => issue);

describe('what runs leave to follow up', () => {
  it('is open from the run that shows it first to the newest that shows it', () => {
    const [one] = openFollowUps([run(1, { issues: [failed] }), run(2, { issues: [failed] })]);
    expect(one).toMatchObject({
      issue: 'check-failed:orders',
      detail: '3 rows are missing',
      since: { run: 'restore-1' },
      last: { run: 'restore-2' },
    });
  });

  it('is not forgotten when the run that has shown it is no longer among them', () => {
    const owned = run(1, {
      issues: [missed, failed],
      changes: [{ by: BY, issue: 'rto-missed', owner: 'platform', at: '2026-11-01T09:00:00.000Z' }],
    });
    const before = openFollowUps([owned]);
    const [, kept] = openFollowUps([run(2, { before }), run(3, { issues: [missed], before })]);
    expect(kept).toMatchObject({
      issue: 'rto-missed',
      owner: 'platform',
      since: { run: 'restore-1' },
      last: { run: 'restore-3' },
    });
    expect(idsOf([run(2, { before }), run(3, { passed: true, before })])).toEqual([
      'check-failed:orders',
    ]);
  });

  it('of what was left behind is told by its own run only, which knows of its removal', () => {
    const before = openFollowUps([run(1, { issues: [leaked] })]);
    expect(before).toHaveLength(1);
    expect(idsOf([run(2, { before })])).toEqual([]);
  });

  it('is closed by a later run that passes', () => {
    expect(idsOf([run(1, { issues: [missed] }), run(2, { passed: true })])).toEqual([]);
  });

  it('is not closed by a later run that does not pass, though it does not show it', () => {
    expect(idsOf([run(1, { issues: [missed] }), run(2)])).toEqual(['rto-missed']);
  });

  it('is not closed by an earlier run, in whatever order they come', () => {
    const runs = [run(3, { issues: [missed] }), run(2, { passed: true })];
    expect(idsOf(runs)).toEqual(['rto-missed']);
    expect(idsOf(runs.toReversed())).toEqual(['rto-missed']);
  });

  it('is not closed by a run that no longer makes the check', () => {
    const first = run(1, { issues: [failed] });
    expect(idsOf([first, run(2, { passed: true })])).toEqual(['check-failed:orders']);
    expect(idsOf([first, run(2, { passed: true, proven: new Set(['orders']) })])).toEqual([]);
  });

  it('is not closed by a run that leaves the same step of a person out, or no longer asks', () => {
    const skipped = {
      kind: 'task-skipped',
      subject: 'call-support',
      severity: 'medium',
      detail: 'at night',
    } as const;
    const first = run(1, { issues: [skipped] });
    const ids = ['task-skipped:call-support'];
    expect(idsOf([first, run(2, { passed: true })])).toEqual(ids);
    // A check may have the name of a step.
    expect(idsOf([first, run(2, { passed: true, proven: new Set(['call-support']) })])).toEqual(
      ids,
    );
    const proven = new Set(['task:call-support']);
    expect(idsOf([first, run(2, { passed: true, proven })])).toEqual([]);
  });

  it('is closed without the check where somebody has decided that it was the wrong one', () => {
    const changes = [
      {
        by: BY,
        issue: 'check-failed:orders',
        resolution: 'new-objective',
        at: '2026-11-01T09:00:00.000Z',
      },
    ] as const;
    expect(idsOf([run(1, { issues: [failed], changes }), run(2, { passed: true })])).toEqual([]);
  });

  it('is not closed by a decision on a run that had passed before it', () => {
    const changes = [
      {
        by: BY,
        issue: 'check-failed:orders',
        resolution: 'new-objective',
        at: '2026-11-03T09:00:00.000Z',
      },
    ] as const;
    const runs = [run(1, { issues: [failed], changes }), run(2, { passed: true })];
    expect(idsOf(runs)).toEqual(['check-failed:orders']);
    expect(openFollowUps(runs)).toMatchObject([{ resolution: 'new-objective' }]);
    expect(idsOf([...runs, run(4, { passed: true })])).toEqual([]);
  });

  it('is not closed by another run where something was left behind in the account', () => {
    expect(idsOf([run(1, { issues: [leaked] }), run(2, { passed: true })])).toEqual([
      'resource-leaked:db x',
    ]);
  });

  it('has the owner, the date and the ticket that were given last', () => {
    const change = (at: string, data: object) => ({ by: BY, issue: 'rto-missed', at, ...data });
    const [one] = openFollowUps([
      run(1, {
        issues: [missed],
        changes: [
          change('2026-11-01T09:00:00.000Z', { owner: 'aiko', due: '2026-12-01' }),
          change('2026-11-02T09:00:00.000Z', { due: '2026-12-15', ticket: 'PLAT-7' }),
        ],
      }),
      run(3, { issues: [missed] }),
    ]);
    expect(one).toMatchObject({ owner: 'aiko', due: '2026-12-15', ticket: 'PLAT-7' });
  });

  it('begins without the owner of a time before, when it comes back after it was closed', () => {
    const [one] = openFollowUps([
      run(1, {
        issues: [missed],
        changes: [{ by: BY, issue: 'rto-missed', owner: 'aiko', at: '2026-11-01T09:00:00.000Z' }],
      }),
      run(2, { passed: true }),
      run(3, { issues: [missed] }),
    ]);
    expect(one).toMatchObject({ since: { run: 'restore-3' } });
    expect(one).not.toHaveProperty('owner');
  });

  it('names an issue by what it is about', () => {
    expect(issueId(failed)).toBe('check-failed:orders');
    expect(issueId(missed)).toBe('rto-missed');
  });

  it('puts the worst and the oldest first', () => {
    const low = { kind: 'resource-kept', subject: 'db', severity: 'low', detail: null } as const;
    expect(
      idsOf([
        run(1, { issues: [low] }),
        run(2, { issues: [missed] }),
        run(3, { issues: [failed] }),
      ]),
    ).toEqual(['rto-missed', 'check-failed:orders', 'resource-kept:db']);
  });
});
