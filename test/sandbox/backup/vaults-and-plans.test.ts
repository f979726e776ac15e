import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { ROLE, SOURCE, startBackupCloud, VAULT } from './backup-cloud.ts';

const VAULT_ARN = `arn:aws:backup:ap-northeast-1:000000000000:backup-vault:${VAULT}`;

test('there is a vault with a recovery point in it, and a plan that covers production', async () => {
  const { backup } = await startBackupCloud();
  expect(await backup.describeBackupVault({ BackupVaultName: VAULT })).toMatchObject({
    BackupVaultArn: VAULT_ARN,
    VaultType: 'BACKUP_VAULT',
    NumberOfRecoveryPoints: 1,
    Locked: false,
  });
  const { BackupPlansList: [listed] = [] } = await backup.listBackupPlans({});
  const BackupPlanId = listed?.BackupPlanId ?? '';
  expect(listed).toMatchObject({
    BackupPlanName: 'orders-daily',
    LastExecutionDate: new Date('2026-11-24T01:00:00.000Z'),
  });
  const { BackupPlan } = await backup.getBackupPlan({ BackupPlanId });
  expect(BackupPlan?.Rules).toMatchObject([
    { TargetBackupVaultName: VAULT, ScheduleExpression: 'cron(0/10 * ? * * *)' },
  ]);
  const { BackupSelectionsList: [selection] = [] } = await backup.listBackupSelections({
    BackupPlanId,
  });
  const SelectionId = selection?.SelectionId ?? '';
  const { BackupSelection } = await backup.getBackupSelection({ BackupPlanId, SelectionId });
  expect(BackupSelection).toMatchObject({ IamRoleArn: ROLE, Resources: [SOURCE] });
});

test('production is a protected resource, by its newest recovery point', async () => {
  const harness = await startBackupCloud();
  const { Results } = await harness.backup.listProtectedResources({});
  expect(Results).toMatchObject([
    {
      ResourceArn: SOURCE,
      ResourceType: 'RDS',
      ResourceName: 'orders-prod',
      LastBackupVaultArn: VAULT_ARN,
      LastRecoveryPointArn: await harness.newest(),
    },
  ]);
  const other = { ResourceArn: `${SOURCE}-2` };
  expect(await failureOf(harness.backup.describeProtectedResource(other))).toMatchObject({
    name: 'ResourceNotFoundException',
    status: 400,
  });
});

test('a vault is made once, and the same request again is answered the same', async () => {
  const { backup } = await startBackupCloud();
  const request = { BackupVaultName: 'second', CreatorRequestId: 'once' };
  const first = await backup.createBackupVault(request);
  expect(await backup.createBackupVault(request)).toMatchObject({
    BackupVaultArn: first.BackupVaultArn,
    CreationDate: first.CreationDate,
  });
  expect(await failureOf(backup.createBackupVault({ BackupVaultName: 'second' }))).toMatchObject({
    name: 'AlreadyExistsException',
  });
  const { BackupVaultList = [] } = await backup.listBackupVaults({});
  expect(BackupVaultList.map((vault) => vault.BackupVaultName)).toEqual([VAULT, 'second']);
});

test('lists come in pages', async () => {
  const { backup } = await startBackupCloud();
  for (const BackupVaultName of ['second', 'third']) {
    await backup.createBackupVault({ BackupVaultName });
  }
  const first = await backup.listBackupVaults({ MaxResults: 2 });
  expect(first.BackupVaultList).toHaveLength(2);
  const NextToken = first.NextToken ?? '';
  const second = await backup.listBackupVaults({ MaxResults: 2, NextToken });
  expect(second.BackupVaultList).toMatchObject([{ BackupVaultName: 'third' }]);
  expect(second.NextToken).toBeUndefined();
  expect(await failureOf(backup.listBackupVaults({ NextToken: 'bm9uZQ' }))).toMatchObject({
    name: 'InvalidParameterValueException',
  });
});

test('vaults and recovery points carry tags', async () => {
  const harness = await startBackupCloud();
  const { backup } = harness;
  for (const ResourceArn of [VAULT_ARN, await harness.newest()]) {
    await backup.tagResource({ ResourceArn, Tags: { owner: 'platform', tier: '1' } });
    await backup.untagResource({ ResourceArn, TagKeyList: ['tier'] });
    expect((await backup.listTags({ ResourceArn })).Tags).toEqual({ owner: 'platform' });
  }
  expect(await failureOf(backup.listTags({ ResourceArn: `${VAULT_ARN}-2` }))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('what would be ignored is refused', async () => {
  const { backup } = await startBackupCloud();
  const call = backup.getBackupPlan({ BackupPlanId: 'any', MaxScheduledRunsPreview: 3 });
  expect(await failureOf(call)).toMatchObject({ name: 'UnsupportedBySandbox' });
});
