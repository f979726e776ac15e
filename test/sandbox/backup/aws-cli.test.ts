import { expect, test } from 'vitest';
import { awsCli, awsCliError, hasAwsCli } from '../../support/aws-cli.ts';
import { ROLE, SOURCE, startBackupCloud, VAULT } from './backup-cloud.ts';

test.runIf(hasAwsCli)(
  'the AWS CLI reads recovery points and jobs',
  async () => {
    const harness = await startBackupCloud();
    const arn = await harness.newest();
    const id = await harness.start('copy');
    await harness.jobReaches(id, 'COMPLETED');
    const backup = (...words: string[]) => awsCli(harness.cloud.url, 'backup', ...words);
    const [points, metadata, backups, restores, missing] = await Promise.all([
      backup('list-recovery-points-by-backup-vault', `--backup-vault-name=${VAULT}`),
      backup(
        'get-recovery-point-restore-metadata',
        `--backup-vault-name=${VAULT}`,
        `--recovery-point-arn=${arn}`,
      ),
      backup('list-backup-jobs', `--by-resource-arn=${SOURCE}`, '--by-state=COMPLETED'),
      backup('list-restore-jobs', '--by-resource-type=RDS'),
      awsCliError(backup('describe-backup-vault', '--backup-vault-name=nowhere')),
    ]);
    expect(points).toMatchObject({
      RecoveryPoints: [
        {
          RecoveryPointArn: arn,
          ResourceArn: SOURCE,
          Status: 'COMPLETED',
          BackupSizeInBytes: 24_000_000,
        },
      ],
    });
    expect(metadata).toMatchObject({
      RecoveryPointArn: arn,
      RestoreMetadata: { DBInstanceIdentifier: 'orders-prod' },
    });
    expect(backups).toMatchObject({ BackupJobs: [{ RecoveryPointArn: arn, State: 'COMPLETED' }] });
    expect(restores).toMatchObject({
      RestoreJobs: [
        { RestoreJobId: id, Status: 'COMPLETED', RecoveryPointArn: arn, IamRoleArn: ROLE },
      ],
    });
    expect(missing).toMatch(/An error occurred \(\w+\) when calling the DescribeBackupVault/);
  },
  180_000,
);
