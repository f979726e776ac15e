import { describe, expect, test } from 'vitest';
import { runbook } from '../../runbooks/restore-rds/runbook.ts';
import type { Drill } from '../../src/core/drill.ts';
import type { Failure, Json } from '../../src/core/failure.ts';
import { advanceRunbook, beginRunbook, type RunbookStep } from '../../src/core/runbook-step.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { source } from '../support/activity-rds.ts';

const OPENED = '2026-11-24T01:00:00.000Z';

function begin(set: readonly string[], scenario: Partial<Drill['scenario']> = {}): RunbookStep {
  const { drill } = readDrill('drills/restore-rds.yaml', { set: [...set] });
  const names = {
    run: 'restore-rds-1',
    environment: 'aws',
    region: 'ap-northeast-1',
    accountId: '111122223333',
    openedAt: OPENED,
    live: false,
  } as const;
  const input = runbook.input({ ...drill, scenario: { ...drill.scenario, ...scenario } }, names);
  return beginRunbook(runbook.machine, input);
}

function done(step: RunbookStep, actorId: string, output: Json): RunbookStep {
  const type = `xstate.done.actor.${actorId}`;
  return advanceRunbook(runbook.machine, step.snapshot, { type, output, actorId });
}

function failed(step: RunbookStep, actorId: string, error: Failure): RunbookStep {
  const type = `xstate.error.actor.${actorId}`;
  return advanceRunbook(runbook.machine, step.snapshot, { type, error, actorId });
}

function started({ effects }: RunbookStep) {
  return effects.flatMap((effect) => (effect.type === 'start-activity' ? effect : []))[0];
}

function toBaseline(set: readonly string[] = [], scenario: Partial<Drill['scenario']> = {}) {
  let step = done(begin(set, scenario), 'identity', { accountId: '1', arn: 'arn' });
  step = done(step, 'source', { ...source });
  step = done(step, 'target', {});
  return done(step, 'architecture', {});
}

function pointOf(set: readonly string[], scenario: Partial<Drill['scenario']> = {}) {
  const step = done(toBaseline(set, scenario), 'baseline', { unavailable: 'no password' });
  const choice = started(step);
  if (choice?.activity !== 'choose') throw new Error('The recovery point is not chosen.');
  return (choice.input as { readonly point: Json }).point;
}

describe('the recovery point', () => {
  const { latestRestorableTime: restorableAt = '' } = source;

  test('after accidental data loss is before the impact, whatever was restorable then', () => {
    expect(pointOf([])).toEqual({ kind: 'before', instant: OPENED });
  });

  test.each(['instance-failure', 'az-failure', 'region-failure'] as const)(
    'in a rehearsed %s is not newer than what was restorable, since the source lives on',
    (kind) => {
      const expected = { kind: 'before', instant: OPENED, restorableAt };
      expect(pointOf([], { kind })).toEqual(expected);
      expect(pointOf(['parameters.recover-to=latest'], { kind })).toEqual(expected);
    },
  );

  test('the latest after accidental data loss is the latest', () => {
    expect(pointOf(['parameters.recover-to=latest'])).toEqual({ kind: 'latest' });
  });
});

describe('a baseline that cannot be taken', () => {
  const failure: Failure = {
    code: 'SQL_UNREACHABLE',
    message: 'nobody answers',
    class: 'environment',
    retryable: true,
    ambiguous: false,
  };

  test('does not keep the restore from being timed', () => {
    const step = failed(toBaseline(), 'baseline', failure);
    expect(started(step)?.activity).toBe('choose');
  });

  test('for want of a certificate ends the run before anything is made', () => {
    const untrusted = { ...failure, code: 'TLS_CERTIFICATE_UNTRUSTED', class: 'input' } as const;
    const step = failed(toBaseline(), 'baseline', untrusted);
    expect(started(step)).toBeUndefined();
    expect(step.snapshot).toMatchObject({ status: 'done', output: { failure: untrusted } });
  });
});

test('a look at the architecture that fails does not keep anything from being restored', () => {
  let step = done(begin([]), 'identity', { accountId: '1', arn: 'arn' });
  step = done(step, 'source', { ...source });
  step = done(step, 'target', {});
  expect(started(step)).toMatchObject({
    name: 'architecture.look',
    input: {
      subjects: [{ kind: 'db-instance', region: 'ap-northeast-1', id: 'orders-prod' }],
    },
  });
  const failure: Failure = {
    code: 'ATTEMPT_TIMED_OUT',
    message: 'no answer',
    class: 'environment',
    retryable: true,
    ambiguous: true,
  };
  expect(started(failed(step, 'architecture', failure))?.activity).toBe('baseline');
});
