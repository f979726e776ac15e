import { describe, expect, test } from 'vitest';
import { runbook } from '../../runbooks/failover-region/runbook.ts';
import { inEarnest, production, sandbox } from '../support/failover-region-walks.ts';
import { Walk } from '../support/walk-runbook.ts';

describe('a home that is in trouble before the run', () => {
  test('is taken for lost when a person says so, and failed over from and back to', () => {
    const walk = inEarnest({ unreachablePrimary: 'ask' })
      .to('primary')
      .failed('ENDPOINT_UNREACHABLE');
    expect(walk.at).toBe('preflight.primaryInDoubt');
    walk.send('go-on').to('fence');
    for (const look of ['lag', 'service-before', 'baseline', 'strike']) {
      expect(walk.started).not.toContain(look);
    }
    expect(walk.running?.input).toMatchObject({
      primary: { region: 'ap-northeast-1', id: 'orders-prod' },
      access: { host: '', user: expect.any(String) },
    });
    walk.done({ fenced: 'unreachable' }).send('go-on').to('old-primary');
    expect(walk.done({ dbiResourceId: 'db-BACK' }).to('set-aside').running?.input).toMatchObject({
      resourceId: 'db-BACK',
    });
    expect(walk.to('recovered').failure).toBeUndefined();
  });

  test('is passed by without a question where the drill says so, and only when it is out of reach', () => {
    const dark = inEarnest({ unreachablePrimary: 'go-on' }).to('primary').failed('CONNECTION_LOST');
    expect(dark.running?.activity).toBe('replica');
    const failed = inEarnest({ unreachablePrimary: 'go-on' }).to('primary').failed('PRIMARY_GONE');
    expect(failed.at).toBe('preflight.primaryInDoubt');
  });

  test('is fenced by the address in the drill, where there is one', () => {
    const walk = inEarnest({ primaryAddress: { host: 'db.example', port: 5433 } })
      .to('primary')
      .failed('CONNECTION_LOST');
    expect(walk.to('fence').running?.input).toMatchObject({
      access: { host: 'db.example', port: 5433 },
    });
  });

  test.each([
    ['primary', 'primaryInDoubt'],
    ['lag', 'lagInDoubt'],
    ['service-before', 'serviceInDoubt'],
  ])('is doubted by %s: go on, look again, or stop', (activity, gate) => {
    const doubted = () => inEarnest().to(activity).failed('NOT_AS_IT_SHOULD_BE');
    expect(doubted().at).toBe(`preflight.${gate}`);
    expect(doubted().send('look-again').running?.activity).toBe(activity);
    expect(doubted().send('go-on').to('recovered').failure).toBeUndefined();
    for (const ended of [doubted().send('stop'), doubted().late()]) {
      expect(ended.failure).toMatchObject({ code: 'FAILOVER_STOPPED' });
      expect(ended.started).not.toContain('fence');
    }
  });

  test('is measured by the newest figure of the lag, unless the failure was declared', () => {
    expect(inEarnest().to('lag').running?.input).not.toHaveProperty('before');
    const impactAt = '2026-11-24T00:50:00.000Z';
    const drill = { ...production, scenario: { ...production.scenario, impactAt } };
    const names = { ...sandbox, environment: 'aws', live: true } as const;
    const declared = Walk.begin(runbook, drill, names).to('lag');
    expect(declared.running?.input).toMatchObject({ before: impactAt });
  });

  test('has nothing to be opened again for a roll-back', () => {
    const walk = inEarnest({ unreachablePrimary: 'go-on' }).to('primary').failed('CONNECTION_LOST');
    walk.to('lag-at-impact').failed('REPLICATION_INACTIVE').done().send('roll-back');
    expect(walk.running?.activity).toBe('survey-rollback');
  });
});
