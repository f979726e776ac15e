import { describe, expect, test } from 'vitest';
import { explore } from '../support/explore-runbook.ts';
import {
  DECISIONS,
  FAILURES,
  inEarnest,
  inProduction,
  milestonesOf,
} from '../support/failover-region-walks.ts';
import type { Walk } from '../support/walk-runbook.ts';

describe('an old primary that cannot be fenced', () => {
  const unfenced = () =>
    inProduction({ unreachablePrimary: 'ask' }).to('fence').done({
      fenced: 'unreachable',
    });

  test('is asked about, and passed by when a person says so', () => {
    const walk = unfenced();
    expect(walk).toMatchObject({ at: 'production.failover.unfenced', running: undefined });
    expect(walk.send('go-on').running?.activity).toBe('lag-at-impact');
  });

  test.each([
    ['a person stops', (walk: Walk) => walk.send('stop')],
    ['nobody decides in time', (walk: Walk) => walk.late()],
  ])('ends the failover when %s, before anything is promoted', (_case, decide) => {
    const walk = decide(unfenced());
    expect(walk).toMatchObject({ at: 'failed', failure: { code: 'FAILOVER_STOPPED' } });
    expect(walk.started).not.toContain('promote');
  });

  test('is passed by without a question where the drill says so', () => {
    const walk = inProduction({ unreachablePrimary: 'go-on' }).to('fence');
    expect(walk.done({ fenced: 'unreachable' }).running?.activity).toBe('lag-at-impact');
  });

  test('must not draw users back: its record is pinned, which the failback takes back', () => {
    const walk = inProduction().to('fence').done({ fenced: 'unreachable' }).to('recovered');
    expect(walk.started).toContain('pin');
    expect(walk.started.indexOf('point-back')).toBeGreaterThan(walk.started.indexOf('lift-home'));
  });

  test('is not pinned once it was fenced, since its health check keeps users away', () => {
    const walk = inProduction().to('fence').done({ fenced: 'yes' }).to('recovered');
    expect(walk.started).not.toContain('pin');
    expect(walk.started).not.toContain('point-back');
  });
});

describe('a step that fails half-way', () => {
  const refused = () => inProduction().to('promote').failed('PROMOTION_FAILED');

  test('leads to a look at what is true, then to a person', () => {
    const walk = refused();
    expect(walk.running).toMatchObject({
      activity: 'survey-trouble',
      input: { instances: [{ id: 'orders-prod' }, { id: 'orders-prod-replica' }] },
    });
    expect(walk.done()).toMatchObject({ at: 'trouble.deciding', running: undefined });
    const unseen = refused().failed();
    expect(unseen.at).toBe('trouble.deciding');
  });

  test.each(['fence', 'promote', 'lift', 'verify', 'requests', 'outage', 'losses'])(
    '%s is the very step that is taken again',
    (activity) => {
      const walk = inProduction().to(activity);
      const { input } = walk.running ?? {};
      walk.failed().done().send('go-on');
      expect(walk.running).toMatchObject({ activity, input });
      expect(walk.to('recovered').failure).toBeUndefined();
      expect(milestonesOf(walk)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);
    },
  );

  test.each([
    ['stop', (walk: Walk) => walk.send('stop')],
    ['nobody', (walk: Walk) => walk.late()],
  ])('ends when %s decides, with the original failure in words', (_case, decide) => {
    const walk = decide(refused().done());
    expect(walk.at).toBe('failed');
    expect(walk.failure?.code).toBe('FAILOVER_STOPPED');
    expect(walk.failure?.message).toContain('PROMOTION_FAILED: it did not work');
  });

  test('before the promotion is rolled back by opening the old primary', () => {
    const walk = refused().done().send('roll-back');
    expect(walk.running?.activity).toBe('reopen');
    walk.done();
    expect(walk.running?.activity).toBe('survey-rollback');
    walk.done();
    expect(walk).toMatchObject({ at: 'failed', failure: { code: 'PROMOTION_FAILED' } });
  });

  test('after the promotion is rolled back only when the old primary is there, then fences what was promoted', () => {
    const walk = inProduction().to('verify').failed().done().send('roll-back');
    const begun = walk.started.length - 1;
    walk.to('failed');
    expect(walk.started.slice(begun)).toEqual([
      'old-primary-back',
      'fence-promoted',
      'reopen',
      'survey-rollback',
    ]);
  });

  test('goes forward all the same when the old primary is not there to roll back to', () => {
    const walk = inProduction().to('verify').failed().done().send('roll-back');
    walk.failed('PRIMARY_NOT_AVAILABLE').done().send('go-on');
    expect(walk.running?.activity).toBe('verify');
  });

  test('goes on with the way back, once that has begun: the other one would make two primaries', () => {
    const walk = inProduction().to('verify').failed().done().send('roll-back').to('reopen');
    walk.failed().done().send('go-on');
    expect(walk.running?.activity).toBe('reopen');
    walk.failed().done().send('roll-back');
    expect(walk.running?.activity).toBe('old-primary-back');
  });

  test('takes an edit of the record back with the rest', () => {
    const walk = inProduction().to('zone-answer').failed('ANSWER_NOT_SWITCHED').done();
    walk.to('requests').failed().done().send('roll-back').to('point-rollback');
    expect(walk.started.slice(-2)).toEqual(['reopen', 'point-rollback']);
  });
});

describe('a replica that lacks writes', () => {
  const behind = () => inProduction().to('lag-at-impact').failed('REPLICA_LAG_TOO_LONG').done();
  const incomplete = () =>
    inProduction().to('fence').done({ fenced: 'yes' }).failed('REPLICA_INCOMPLETE').done();

  test.each([
    ['the gate refuses it', behind, 'lag-at-impact'],
    ['it does not catch up behind the fence', incomplete, 'drain'],
  ])('is asked about when %s: look again, promote it, or roll back', (_case, refused, step) => {
    expect(refused()).toMatchObject({ at: 'trouble.decidingLoss', running: undefined });
    const again = refused().send('look-again');
    expect(again.running?.activity).toBe(step);
    expect(again.to('recovered').failure).toBeUndefined();
    const promoted = refused().send('accept-loss');
    expect(promoted.running?.activity).toBe('promote');
    promoted.to('recovered');
    expect(milestonesOf(promoted)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);
    expect(refused().send('roll-back').running?.activity).toBe('reopen');
    expect(refused().late().failure?.code).toBe('FAILOVER_STOPPED');
  });

  test('is promoted no more once the way back has begun', () => {
    const walk = incomplete().send('roll-back').failed().done();
    expect(walk.at).toBe('trouble.deciding');
  });
});

describe('a state machine of the team that does not succeed', () => {
  const unsettled = () => inProduction().to('state-machine').failed('EXECUTION_FAILED');

  test('is passed by when a person says so, and nothing is rolled back', () => {
    const walk = unsettled();
    expect(walk).toMatchObject({ at: 'production.aftermath.unsettled', running: undefined });
    expect(walk.send('roll-back').running).toBeUndefined();
    const on = walk.send('go-on').to('recovered');
    expect(on.failure).toBeUndefined();
    expect(on.started.filter((id) => id === 'state-machine')).toHaveLength(1);
  });

  test.each([
    ['a person stops', (walk: Walk) => walk.send('stop')],
    ['nobody decides in time', (walk: Walk) => walk.late()],
  ])('ends the failover where it is when %s', (_case, decide) => {
    expect(decide(unsettled())).toMatchObject({
      at: 'failed',
      failure: {
        code: 'FAILOVER_STOPPED',
        message: expect.stringContaining('EXECUTION_FAILED'),
      },
    });
  });

  test('is a matter of trouble where it could not be asked at all', () => {
    expect(inProduction().to('state-machine').failed('ACCESS_DENIED').at).toBe('trouble.surveying');
  });
});

describe('traffic that health checks do not move', () => {
  const pointed = () => inProduction().to('zone-answer').failed('ANSWER_NOT_SWITCHED');

  test('is moved by an edit, confirmed from then on, and taken back by the failback', () => {
    const walk = pointed();
    expect(walk.running?.activity).toBe('point');
    const at = '2026-11-24T01:09:00.000Z';
    walk.done({ at });
    expect(walk.running).toMatchObject({ activity: 'zone-answer', input: { since: at } });
    walk.to('recovered');
    expect(walk.started.filter((id) => id === 'point-back')).toHaveLength(1);
    expect(walk.started).not.toContain('pin');
  });

  test('is not edited again and again: a second time it is a person’s matter', () => {
    expect(pointed().done().failed('ANSWER_NOT_SWITCHED').at).toBe('trouble.surveying');
  });

  test.each(['ACCESS_DENIED', 'RESOLVER_STALE'])('other than by %s', (code) => {
    expect(inProduction().to('zone-answer').failed(code).at).toBe('trouble.surveying');
  });

  test('and a resolver that keeps the old answer are a person’s matter', () => {
    const walk = inProduction().to('cached-answer').failed('RESOLVER_STALE');
    expect(walk.at).toBe('trouble.surveying');
    expect(walk.done().send('go-on').running?.activity).toBe('cached-answer');
  });
});

describe('the failback', () => {
  test('comes at once, never, or when a person says so', () => {
    expect(inProduction({ failback: 'at-once' }).to('mend').started).toContain('mend');
    const never = inProduction({ failback: 'never' }).to('recovered');
    expect(never.started).not.toContain('mend');
    expect(never.started).toContain('survey-end');
    const asked = inProduction({ failback: 'ask' }).to('production.failback.deciding');
    expect(asked.fork().send('fail-back').running?.activity).toBe('mend');
    expect(asked.fork().send('stay').running?.activity).toBe('survey-end');
    // That nobody decides is no failure: users are served.
    expect(asked.fork().late().to('recovered').failure).toBeUndefined();
  });

  test('fences and sets aside what comes back before anything is made under its name', () => {
    const { started } = inProduction().to('recovered');
    const steps = ['mend', 'survey-return', 'fence-old', 'set-aside', 'rebuild'];
    expect(steps.map((id) => started.indexOf(id))).toEqual(
      steps.map((id) => started.indexOf(id)).sort((a, b) => a - b),
    );
  });

  test('stops writes and waits for all of them before home takes any', () => {
    const { started } = inProduction().to('promote-home');
    expect(started.slice(-4)).toEqual(['home-lag', 'fence-back', 'drain-back', 'promote-home']);
  });

  test('has no way back to an old primary that was left behind, only on or a stop', () => {
    for (const activity of [
      'fence-old',
      'rebuild',
      'drain-back',
      'lift-home',
      'relieve',
      'retire',
    ]) {
      const walk = inProduction().to(activity).failed().done();
      expect(walk.at).toBe('troubleBack.deciding');
      expect(walk.snapshot.can({ type: 'roll-back' })).toBe(false);
      expect(walk.fork().send('go-on').running?.activity).toBe(activity);
      expect(walk.fork().send('stop').failure?.code).toBe('FAILOVER_STOPPED');
    }
  });
});

test.each([
  ['causes the outage', inProduction],
  ['has to do with a real one', inEarnest],
])(
  'a run that %s has an answer to whatever happens and whoever decides, and never opens two primaries itself',
  (_run, begin) => {
    const parameters = { unreachablePrimary: 'ask', failback: 'ask' };
    let places = 0;
    explore(begin(parameters), {
      codes: FAILURES,
      events: DECISIONS,
      visit: ({ at, running, snapshot, started, timers }) => {
        places += 1;
        // Somebody, or something, moves it on.
        if (snapshot.status === 'active') expect(running ?? timers[0], at).toBeDefined();
        if (running?.activity === 'reopen' && snapshot.context.promoted !== null) {
          expect(started.lastIndexOf('fence-promoted'), at).toBeGreaterThan(
            started.lastIndexOf('lift'),
          );
        }
        if (running?.activity === 'lift') expect(started, at).not.toContain('reopen');
        if (running?.activity === 'lift-home') expect(started, at).toContain('fence-back');
      },
    });
    expect(places).toBeGreaterThan(100);
  },
  // Every way, one after the other: some seconds on a quiet machine.
  120_000,
);
