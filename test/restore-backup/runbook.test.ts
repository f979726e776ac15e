import { describe, expect, test } from 'vitest';
import { runbook } from '../../runbooks/restore-backup/runbook.ts';
import { checkRunbook } from '../../src/core/check-runbook.ts';
import type { Drill } from '../../src/core/drill.ts';
import { type Failure, failureOf, type Json } from '../../src/core/failure.ts';
import { advanceRunbook, beginRunbook, type RunbookStep } from '../../src/core/runbook-step.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { restoreMetadata } from '../support/activity-backup.ts';
import { source } from '../support/activity-rds.ts';

const OPENED = '2026-11-24T01:00:00.000Z';
const JOB = {
  jobId: 'JOB-1',
  name: 'awsbackup-restore-test-1',
  startedAt: '2026-11-24T00:30:00.000Z',
  completedAt: '2026-11-24T00:40:00.000Z',
  dataTime: '2026-11-23T17:00:00.000Z',
};
const RESTORED = {
  id: 'copy',
  arn: 'arn',
  dbiResourceId: 'db-1',
  endpoint: { host: 'copy.example', port: 5432 },
  createdAt: OPENED,
  masterUser: 'shop',
};
const failure: Failure = {
  code: 'SOME_FAILURE',
  message: 'it did not work',
  class: 'environment',
  retryable: false,
  ambiguous: false,
};

const names = {
  run: 'restore-backup-1',
  environment: 'aws',
  region: 'ap-northeast-1',
  accountId: '111122223333',
  openedAt: OPENED,
  live: false,
} as const;

function drillWith(set: readonly string[], scenario: Partial<Drill['scenario']> = {}): Drill {
  const { drill } = readDrill('drills/restore-backup.yaml', { set: [...set] });
  return { ...drill, scenario: { ...drill.scenario, ...scenario } };
}

function begin(set: readonly string[] = [], scenario: Partial<Drill['scenario']> = {}) {
  return beginRunbook(runbook.machine, runbook.input(drillWith(set, scenario), names));
}

function done(step: RunbookStep, actorId: string, output: Json): RunbookStep {
  const type = `xstate.done.actor.${actorId}`;
  return advanceRunbook(runbook.machine, step.snapshot, { type, output, actorId });
}

function failed(step: RunbookStep, actorId: string): RunbookStep {
  const type = `xstate.error.actor.${actorId}`;
  return advanceRunbook(runbook.machine, step.snapshot, { type, error: failure, actorId });
}

function started({ effects }: RunbookStep) {
  return effects.flatMap((effect) => (effect.type === 'start-activity' ? effect : []))[0];
}

function milestones({ effects }: RunbookStep) {
  return effects.flatMap((effect) => (effect.type === 'mark-milestone' ? effect.milestone : []));
}

function toSource(set: readonly string[] = [], scenario: Partial<Drill['scenario']> = {}) {
  const step = done(begin(set, scenario), 'identity', { accountId: '1', arn: 'arn' });
  return done(step, 'source', { ...source });
}

function toChoice(set: readonly string[] = [], scenario: Partial<Drill['scenario']> = {}) {
  let step = done(toSource(set, scenario), 'vault', {});
  step = done(step, 'target', {});
  step = done(step, 'architecture', {});
  return done(step, 'baseline', { unavailable: 'no password' });
}

function toRestore() {
  const point = {
    arn: 'arn:aws:rds:ap-northeast-1:111122223333:snapshot:awsbackup:job-1',
    resourceType: 'RDS',
    dataTime: '2026-11-23T17:00:00.000Z',
    restoreMetadata,
  };
  return done(toChoice(), 'choose', point);
}

function toReport() {
  let step = done(toRestore(), 'restore', { jobId: 'JOB-2', arn: 'arn' });
  step = done(step, 'claim', RESTORED);
  step = done(step, 'isolation', {});
  step = done(step, 'unlock', { secret: 'drill-password', loginProven: true });
  return done(step, 'verify', { outcome: 'failed', verifiedAt: '2026-11-24T01:20:00.000Z' });
}

test('the runbook is sound', () => {
  expect(checkRunbook(runbook)).toEqual([]);
});

test('the plan goes all the way, and names what is made, called and needed', async () => {
  const {
    steps,
    creates,
    iamActions,
    failure: problem,
  } = await planRun({
    runbook,
    drill: drillWith([]),
    names,
  });
  expect(problem).toBeUndefined();
  expect(steps.map(({ id }) => id)).toEqual([
    'identity',
    'source',
    'vault',
    'target',
    'architecture',
    'baseline',
    'choose',
    'restore',
    'claim',
    'isolation',
    'unlock',
    'verify',
    'report',
    'clean-up',
  ]);
  expect(creates).toMatchObject([
    { type: 'rds:db-instance', id: 'kunren-restore-backup-1', region: 'ap-northeast-1' },
  ]);
  expect(iamActions).toEqual(
    expect.arrayContaining(['backup:StartRestoreJob', 'iam:PassRole', 'rds:DeleteDBInstance']),
  );
  const calls = steps.flatMap(({ calls: each }) => each);
  const mutating = calls.filter(
    ({ mutating: changes, service }) => changes && service !== 'postgres',
  );
  expect(mutating.map(({ operation }) => operation)).toEqual([
    'StartRestoreJob',
    'AddTagsToResource',
    'ModifyDBInstance',
    'PutRestoreValidationResult',
    'DeleteDBInstance',
  ]);
});

describe('the recovery point', () => {
  const pointOf = (...given: Parameters<typeof toChoice>) => {
    const choice = started(toChoice(...given));
    if (choice?.activity !== 'choose') throw new Error('The recovery point is not chosen.');
    return (choice.input as { readonly point: Json }).point;
  };
  const arn = 'arn:aws:rds:ap-northeast-1:111122223333:snapshot:awsbackup:job-1';

  test('is from before the impact', () => {
    expect(pointOf()).toEqual({ kind: 'before', instant: OPENED });
  });

  test('is the latest, or the one that is named', () => {
    expect(pointOf(['parameters.recover-to=latest'])).toEqual({ kind: 'latest' });
    expect(pointOf([`parameters.recover-to=${arn}`])).toEqual({ kind: 'recovery-point', arn });
  });

  test('is never newer than a failure of the source, which in a drill lives on', () => {
    const kind = 'region-failure';
    expect(pointOf(['parameters.recover-to=latest'], { kind })).toEqual({
      kind: 'before',
      instant: OPENED,
    });
  });
});

describe('the restore', () => {
  test('goes through AWS Backup, with its default role unless another one is named', () => {
    const step = toRestore();
    expect(started(step)).toMatchObject({
      name: 'backup.start-restore',
      input: {
        name: 'kunren-restore-backup-1',
        role: 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole',
        target: { subnetGroup: 'drill-isolated' },
        since: OPENED,
      },
    });
    expect(milestones(step)).toMatchObject([{ id: 'T3' }]);
  });

  test('has its data at the end of the job, and its instance tagged before anything touches it', () => {
    const step = done(toRestore(), 'restore', { jobId: 'JOB-2', arn: 'arn' });
    expect(milestones(step)).toMatchObject([{ id: 'T4' }]);
    expect(started(step)).toMatchObject({
      name: 'backup.claim-instance',
      input: { name: 'kunren-restore-backup-1', jobId: 'JOB-2' },
    });
  });

  test('that fails ends the run with AWS’s failure', () => {
    const step = failed(toRestore(), 'restore');
    expect(step.snapshot).toMatchObject({ status: 'done', output: { failure } });
  });
});

describe('the report to AWS Backup', () => {
  test('comes after the clock has stopped, with the verdict as it is', () => {
    const step = toReport();
    expect(milestones(step)).toMatchObject([{ id: 'T5', at: '2026-11-24T01:20:00.000Z' }]);
    expect(started(step)).toMatchObject({
      name: 'backup.report-validation',
      input: { jobId: 'JOB-2', outcome: 'failed' },
    });
    // The RTO budget waits for it no more.
    expect(step.effects).toContainEqual(expect.objectContaining({ type: 'cancel-timer' }));
  });

  test.each([
    ['is taken', () => done(toReport(), 'report', { status: 'FAILED', isTaken: true })],
    ['fails', () => failed(toReport(), 'report')],
    [
      'is taken after the password of a later process was refused',
      () => done(failed(toReport(), 'unlock'), 'report', { status: 'FAILED', isTaken: true }),
    ],
  ])('leaves the recovery what it was when it %s', (_case, report) => {
    expect(report().snapshot).toMatchObject({ status: 'done', value: 'recovered', output: {} });
  });
});

describe('a restore test of AWS Backup', () => {
  const imported = ['parameters.restore-job=JOB-1'];
  const toBorrow = () => {
    const step = done(done(toSource(imported), 'job', JOB), 'architecture', {});
    return done(step, 'baseline', { unavailable: 'no password' });
  };

  test('is looked at instead of vault and target', () => {
    expect(started(toSource(imported))).toMatchObject({
      name: 'backup.inspect-restore-job',
      input: { jobId: 'JOB-1', resourceArn: source.arn },
    });
  });

  test('has the milestones of its job, and no loss is injected for it', () => {
    const step = toBorrow();
    expect(milestones(step)).toEqual([
      expect.objectContaining({ id: 'T0', at: JOB.startedAt, source: 'declared' }),
      expect.objectContaining({ id: 'T3', at: JOB.startedAt, source: 'declared' }),
      expect.objectContaining({ id: 'T4', at: JOB.completedAt, source: 'declared' }),
    ]);
    expect(started(step)).toMatchObject({
      name: 'backup.borrow-instance',
      input: { name: JOB.name, jobId: JOB.jobId },
    });
  });

  test('may take the whole RTO to be verified, however long ago it ran', () => {
    const { effects } = toBorrow();
    const timer = effects.find(({ type }) => type === 'arm-timer');
    expect(timer).toMatchObject({ delayMs: 4 * 3_600_000 });
  });

  test('gets the verdict', () => {
    let step = done(toBorrow(), 'borrow', RESTORED);
    step = done(step, 'isolation', {});
    step = done(step, 'unlock', { secret: 'drill-password', loginProven: true });
    expect(started(step)).toMatchObject({ input: { recoveryPoint: JOB.dataTime } });
    step = done(step, 'verify', { outcome: 'passed' });
    expect(started(step)).toMatchObject({ input: { jobId: 'JOB-1', outcome: 'passed' } });
  });

  test('makes nothing and deletes nothing', async () => {
    const plan = await planRun({ runbook, drill: drillWith(imported), names });
    expect(plan.creates).toEqual([expect.objectContaining({ type: 'rds:tag' })]);
    expect(plan.iamActions).not.toContain('rds:DeleteDBInstance');
    expect(plan.iamActions).not.toContain('backup:StartRestoreJob');
  });
});

describe('parameters', () => {
  test.each([
    ['a recovery point that is no ARN', ['parameters.recover-to=job-1']],
    ['a role that is none', ['parameters.role=kunren']],
    [
      'a restore test and a recovery point',
      ['parameters.restore-job=JOB-1', 'parameters.recover-to=latest'],
    ],
    ['an unknown one', ['parameters.method=snapshot']],
  ])('with %s are refused', (_case, set) => {
    const read = () => begin(set);
    expect(read).toThrow();
    try {
      read();
    } catch (error) {
      expect(failureOf(error)).toMatchObject({ code: 'PARAMETER_INVALID', class: 'input' });
    }
  });

  test('with a restore test and a declared impact are refused', () => {
    const scenario = { impactAt: '2026-11-24T00:00:00.000Z' };
    expect(() => begin(['parameters.restore-job=JOB-1'], scenario)).toThrow('take impact-at out');
  });

  test('with an impact that is still to come are refused', () => {
    expect(() => begin([], { impactAt: '2026-11-25T00:00:00.000Z' })).toThrow('still to come');
  });
});
