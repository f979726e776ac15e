import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { type BackupCloud, ROLE, SOURCE, startBackupCloud, VAULT } from './backup-cloud.ts';

const PLAN = 'orders_restore_test';
/** Every five minutes. */
const OFTEN = 'cron(0/5 * ? * * *)';

async function plan(harness: BackupCloud, selection: object = {}): Promise<string> {
  const { backup } = harness;
  const { RestoreTestingPlanArn = '' } = await backup.createRestoreTestingPlan({
    RestoreTestingPlan: {
      RestoreTestingPlanName: PLAN,
      ScheduleExpression: OFTEN,
      RecoveryPointSelection: {
        Algorithm: 'LATEST_WITHIN_WINDOW',
        IncludeVaults: ['*'],
        RecoveryPointTypes: ['SNAPSHOT'],
      },
    },
  });
  await backup.createRestoreTestingSelection({
    RestoreTestingPlanName: PLAN,
    RestoreTestingSelection: {
      RestoreTestingSelectionName: 'orders',
      IamRoleArn: ROLE,
      ProtectedResourceType: 'RDS',
      ProtectedResourceArns: [SOURCE],
      // Keys are taken whatever their case.
      RestoreMetadataOverrides: {
        dbSubnetGroupName: 'drill-isolated',
        vpcSecurityGroupIds: '["sg-0a1b2c3d4e5f60009"]',
      },
      ValidationWindowHours: 1,
      ...selection,
    },
  });
  return RestoreTestingPlanArn;
}

async function firstJob(harness: BackupCloud) {
  const { RestoreJobs = [] } = await harness.backup.listRestoreJobs({});
  return RestoreJobs.at(-1);
}

/** Lets time pass until the plan has started a job. */
async function started(harness: BackupCloud): Promise<string> {
  await harness.until(async () => (await firstJob(harness)) !== undefined, 10_000);
  return (await firstJob(harness))?.RestoreJobId ?? '';
}

async function tested(harness: BackupCloud, selection: object = {}): Promise<string> {
  await plan(harness, selection);
  const id = await started(harness);
  await harness.jobReaches(id, 'COMPLETED');
  return id;
}

function nameIn(arn = ''): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

test('a plan and its selection are told as they were made', async () => {
  const harness = await startBackupCloud();
  const arn = await plan(harness);
  const { backup } = harness;
  const { RestoreTestingPlan } = await backup.getRestoreTestingPlan({
    RestoreTestingPlanName: PLAN,
  });
  expect(RestoreTestingPlan).toMatchObject({
    RestoreTestingPlanArn: arn,
    ScheduleExpression: OFTEN,
    StartWindowHours: 24,
    RecoveryPointSelection: { Algorithm: 'LATEST_WITHIN_WINDOW', SelectionWindowDays: 30 },
  });
  const names = { RestoreTestingPlanName: PLAN, RestoreTestingSelectionName: 'orders' };
  const { RestoreTestingSelection } = await backup.getRestoreTestingSelection(names);
  expect(RestoreTestingSelection).toMatchObject({
    ProtectedResourceArns: [SOURCE],
    ValidationWindowHours: 1,
  });
  const { RestoreTestingPlans } = await backup.listRestoreTestingPlans({});
  expect(RestoreTestingPlans).toMatchObject([{ RestoreTestingPlanName: PLAN }]);
  const { RestoreTestingSelections } = await backup.listRestoreTestingSelections({
    RestoreTestingPlanName: PLAN,
  });
  expect(RestoreTestingSelections).toMatchObject([names]);
});

test('when its time has come, a plan restores the newest recovery point under a new name', async () => {
  const harness = await startBackupCloud();
  const arn = await plan(harness);
  const id = await started(harness);
  const { CreationDate } = await harness.job(id);
  expect(CreationDate?.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-24T01:05:00Z'));
  await harness.jobReaches(id, 'COMPLETED');
  const job = await harness.job(id);
  expect(job).toMatchObject({
    CreatedBy: { RestoreTestingPlanArn: arn },
    RecoveryPointArn: await harness.newest(),
    ValidationStatus: 'VALIDATING',
  });
  const name = nameIn(job.CreatedResourceArn);
  expect(name).toMatch(/^awsbackup-restore-test-/);
  expect(await harness.cloud.instance(name)).toMatchObject({
    DBSubnetGroup: { DBSubnetGroupName: 'drill-isolated' },
    MultiAZ: false,
    PubliclyAccessible: false,
    DeletionProtection: false,
  });
});

test('a result is final once, and then AWS Backup removes what the test made', async () => {
  const harness = await startBackupCloud();
  const { backup, cloud } = harness;
  const RestoreJobId = await tested(harness);
  const name = nameIn((await harness.job(RestoreJobId)).CreatedResourceArn);
  await backup.putRestoreValidationResult({ RestoreJobId, ValidationStatus: 'VALIDATING' });
  await backup.putRestoreValidationResult({
    RestoreJobId,
    ValidationStatus: 'SUCCESSFUL',
    ValidationStatusMessage: 'eight checks passed',
  });
  expect(
    await failureOf(
      backup.putRestoreValidationResult({ RestoreJobId, ValidationStatus: 'FAILED' }),
    ),
  ).toMatchObject({ name: 'InvalidRequestException' });
  await harness.until(
    async () => (await harness.job(RestoreJobId)).DeletionStatus === 'SUCCESSFUL',
  );
  expect(await harness.job(RestoreJobId)).toMatchObject({
    ValidationStatus: 'SUCCESSFUL',
    ValidationStatusMessage: 'eight checks passed',
  });
  await cloud.isGone(name);
});

test('a test that nobody judges in time is timed out and removed', async () => {
  const harness = await startBackupCloud();
  const RestoreJobId = await tested(harness);
  const name = nameIn((await harness.job(RestoreJobId)).CreatedResourceArn);
  harness.cloud.clock.advance(3_600_000);
  await harness.until(
    async () => (await harness.job(RestoreJobId)).ValidationStatus === 'TIMED_OUT',
  );
  await harness.cloud.isGone(name);
});

test('without a validation window a test is removed as soon as it is done', async () => {
  const harness = await startBackupCloud();
  const RestoreJobId = await tested(harness, { ValidationWindowHours: 0 });
  await harness.until(
    async () => (await harness.job(RestoreJobId)).DeletionStatus === 'SUCCESSFUL',
  );
  expect((await harness.job(RestoreJobId)).ValidationStatus).toBeUndefined();
});

test('a deletion that fails is left failed', async () => {
  const harness = await startBackupCloud();
  const overrides = { DeletionProtection: 'true', dbSubnetGroupName: 'drill-isolated' };
  const RestoreJobId = await tested(harness, { RestoreMetadataOverrides: overrides });
  await harness.backup.putRestoreValidationResult({ RestoreJobId, ValidationStatus: 'FAILED' });
  await harness.until(async () => (await harness.job(RestoreJobId)).DeletionStatus === 'FAILED');
});

test('a job that is not complete takes no validation result', async () => {
  const harness = await startBackupCloud();
  const release = harness.cloud.host.hold('restoreSnapshot');
  const RestoreJobId = await harness.start('copy');
  await harness.jobReaches(RestoreJobId, 'RUNNING');
  const call = harness.backup.putRestoreValidationResult({
    RestoreJobId,
    ValidationStatus: 'SUCCESSFUL',
  });
  expect(await failureOf(call)).toMatchObject({ name: 'InvalidRequestException' });
  release();
});

test('a test is removed also when the sandbox was restarted in between', async () => {
  const harness = await startBackupCloud();
  const RestoreJobId = await tested(harness);
  const name = nameIn((await harness.job(RestoreJobId)).CreatedResourceArn);
  await harness.reopen();
  await harness.backup.putRestoreValidationResult({ RestoreJobId, ValidationStatus: 'FAILED' });
  await harness.until(
    async () => (await harness.job(RestoreJobId)).DeletionStatus === 'SUCCESSFUL',
  );
  await harness.cloud.isGone(name);
});

test('what a restore test would restore with can be asked for', async () => {
  const harness = await startBackupCloud();
  const { InferredMetadata } = await harness.backup.getRestoreTestingInferredMetadata({
    BackupVaultName: VAULT,
    RecoveryPointArn: await harness.newest(),
  });
  expect(InferredMetadata).toMatchObject({ MultiAZ: 'false', DeletionProtection: 'false' });
  expect(InferredMetadata).not.toHaveProperty('DBSubnetGroupName');
});

test.each([
  ['a key that cannot be overridden', { DBInstanceIdentifier: 'mine' }],
  ['a value that cannot be read', { multiAz: 'maybe' }],
])('a selection that overrides %s is refused', async (_case, RestoreMetadataOverrides) => {
  const harness = await startBackupCloud();
  expect(await failureOf(plan(harness, { RestoreMetadataOverrides }))).toMatchObject({
    name: 'InvalidParameterValueException',
  });
});

test.each([
  ['a schedule that cannot be read', { ScheduleExpression: 'rate(1 day)' }],
  ['a time zone of its own', { ScheduleExpressionTimezone: 'Asia/Tokyo' }],
  ['a name with a hyphen', { RestoreTestingPlanName: 'orders-test' }],
])('a plan with %s is refused', async (_case, more) => {
  const { backup } = await startBackupCloud();
  const call = backup.createRestoreTestingPlan({
    RestoreTestingPlan: {
      RestoreTestingPlanName: PLAN,
      ScheduleExpression: OFTEN,
      RecoveryPointSelection: {
        Algorithm: 'LATEST_WITHIN_WINDOW',
        IncludeVaults: ['*'],
        RecoveryPointTypes: ['SNAPSHOT'],
      },
      ...more,
    },
  });
  expect(await failureOf(call)).toMatchObject({ name: 'InvalidParameterValueException' });
});
