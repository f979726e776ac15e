import {
  DescribeBackupVaultCommand,
  ListRecoveryPointsByBackupVaultCommand,
} from '@aws-sdk/client-backup';
import { beforeEach, expect, test } from 'vitest';
import { inspectVault } from '../../../src/activities/backup/inspect-vault.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  backupError,
  backupNotFound,
  recoveryPoint,
  VAULT,
} from '../../support/activity-backup.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { source } from '../../support/activity-rds.ts';

const input = { vault: VAULT, resourceArn: source.arn };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  aws.backup.on(DescribeBackupVaultCommand).resolves({ VaultType: 'BACKUP_VAULT', Locked: true });
});

test('a vault with a recovery point of the source is good, and what is known of it is told', async () => {
  const CreatedBy = { BackupPlanName: 'daily' };
  const point = recoveryPoint('job-1', '2026-11-23T17:00:00Z', { CreatedBy });
  aws.backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [point] });
  const { facts } = doneFrom(await inspectVault.poll(context, input));
  expect(facts).toEqual([
    { label: 'Vault', value: 'shop-vault (BACKUP_VAULT, locked)' },
    { label: 'Recovery points of the source', value: '1' },
    { label: 'Newest recovery point was begun', value: '2026-11-23T17:00:00.000Z' },
    { label: 'Made by the backup plan', value: 'daily' },
  ]);
});

test.each([
  ['is not found', backupNotFound()],
  // AWS does not tell the two apart.
  ['may not be seen', backupError('AccessDeniedException', 'Insufficient privileges')],
])('a vault that %s is named in the failure', async (_case, error) => {
  aws.backup.on(DescribeBackupVaultCommand).rejects(error);
  expect(await failureFrom(inspectVault.poll(context, input))).toMatchObject({
    code: 'VAULT_NOT_FOUND',
    class: 'input',
    message: expect.stringContaining('shop-vault in ap-northeast-1'),
  });
});

test.each([
  ['nothing', []],
  [
    'only what is not complete',
    [recoveryPoint('job-1', '2026-11-23T17:00:00Z', { Status: 'EXPIRED' })],
  ],
])('a vault that holds %s of the source is of no use', async (_case, RecoveryPoints) => {
  aws.backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints });
  expect((await failureFrom(inspectVault.poll(context, input))).code).toBe('NO_RECOVERY_POINT');
});

test('a resource of a kind that cannot be verified is refused with its type', async () => {
  const point = recoveryPoint('job-1', '2026-11-23T17:00:00Z', { ResourceType: 'DynamoDB' });
  aws.backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [point] });
  expect(await failureFrom(inspectVault.poll(context, input))).toMatchObject({
    code: 'RESOURCE_TYPE_UNSUPPORTED',
    class: 'input',
    message: expect.stringContaining('resource type DynamoDB'),
  });
});

test('a vault whose first recovery point of the source is being made is waited for', async () => {
  const point = recoveryPoint('job-1', '2026-11-23T17:00:00Z', { Status: 'CREATING' });
  aws.backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [point] });
  expect(pendingFrom(await inspectVault.poll(context, input))).toBe(
    'waiting for the first recovery point in shop-vault',
  );
});
