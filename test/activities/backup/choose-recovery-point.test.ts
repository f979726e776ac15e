import {
  DescribeRecoveryPointCommand,
  GetRecoveryPointRestoreMetadataCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import { DBSnapshotNotFoundFault, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { chooseBackupRecoveryPoint } from '../../../src/activities/backup/choose-recovery-point.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  backupNotFound,
  recoveryPoint,
  restoreMetadata,
  VAULT,
} from '../../support/activity-backup.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { rdsError, snapshot, source } from '../../support/activity-rds.ts';

const latest = { vault: VAULT, resourceArn: source.arn, point: { kind: 'latest' } } as const;

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  aws.backup
    .on(GetRecoveryPointRestoreMetadataCommand)
    .resolves({ RestoreMetadata: restoreMetadata, ResourceType: 'RDS' });
});

function pointBefore(instant: string) {
  return { ...latest, point: { kind: 'before', instant } } as const;
}

/** The vault holds these, and RDS shows the snapshots behind them with these times. */
function holds(points: readonly RecoveryPointByBackupVault[], dataTimes: readonly string[] = []) {
  aws.backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [...points] });
  for (const [index, point] of points.entries()) {
    const { RecoveryPointArn = '' } = point;
    aws.backup.on(DescribeRecoveryPointCommand, { RecoveryPointArn }).resolves(point);
    const id = RecoveryPointArn.slice(RecoveryPointArn.indexOf('awsbackup:'));
    const time = dataTimes[index];
    aws.rds.on(DescribeDBSnapshotsCommand, { DBSnapshotIdentifier: id }).resolves({
      DBSnapshots: time ? [snapshot(id, { SnapshotDatabaseTime: new Date(time) })] : [],
    });
  }
}

const old = recoveryPoint('job-old', '2026-11-22T17:00:00Z');
const young = recoveryPoint('job-young', '2026-11-23T17:00:00Z');

describe('the newest recovery point', () => {
  test('is as new as the snapshot behind it says, and brings what the source was like', async () => {
    holds([old, young], ['2026-11-22T17:03:00Z', '2026-11-23T17:04:00Z']);
    const { output, bounds, facts } = doneFrom(
      await chooseBackupRecoveryPoint.poll(context, latest),
    );
    expect(output).toEqual({
      arn: young.RecoveryPointArn,
      resourceType: 'RDS',
      dataTime: '2026-11-23T17:04:00.000Z',
      restoreMetadata,
    });
    expect(bounds).toEqual([
      { source: 'SnapshotDatabaseTime', instant: '2026-11-23T17:04:00.000Z' },
    ]);
    expect(facts).toContainEqual({ label: 'Recovery point encrypted', value: 'yes' });
  });

  test('is looked for on every page', async () => {
    holds([old, young], ['2026-11-22T17:03:00Z', '2026-11-23T17:04:00Z']);
    aws.backup
      .on(ListRecoveryPointsByBackupVaultCommand)
      .resolves({ RecoveryPoints: [young] })
      .on(ListRecoveryPointsByBackupVaultCommand, {
        BackupVaultName: VAULT,
        ByResourceArn: source.arn,
      })
      .resolves({ RecoveryPoints: [old], NextToken: 'more' })
      .on(ListRecoveryPointsByBackupVaultCommand, { NextToken: 'more' })
      .resolves({ RecoveryPoints: [young] });
    const { output } = doneFrom(await chooseBackupRecoveryPoint.poll(context, latest));
    expect(output.arn).toBe(young.RecoveryPointArn);
  });

  test.each(['EXPIRED', 'PARTIAL', 'DELETING', 'STOPPED', 'CREATING'] as const)(
    'is not one that is %s',
    async (Status) => {
      holds([old, { ...young, Status }], ['2026-11-22T17:03:00Z']);
      const { output } = doneFrom(await chooseBackupRecoveryPoint.poll(context, latest));
      expect(output.arn).toBe(old.RecoveryPointArn);
    },
  );

  test('is not a continuous one, which holds no single instant', async () => {
    const RecoveryPointArn =
      'arn:aws:backup:ap-northeast-1:111122223333:recovery-point:continuous:db-1';
    holds([old, { ...young, RecoveryPointArn }], ['2026-11-22T17:03:00Z']);
    const { output, facts } = doneFrom(await chooseBackupRecoveryPoint.poll(context, latest));
    expect(output.arn).toBe(old.RecoveryPointArn);
    expect(facts).toContainEqual({
      label: 'Continuous recovery points left out',
      value: expect.stringMatching(/^1,/),
    });
  });

  test.each([
    ['does not show', () => new DBSnapshotNotFoundFault({ message: 'none', $metadata: {} })],
    ['may not be asked about', () => rdsError('AccessDenied', 403)],
  ])(
    'whose snapshot RDS %s is as new as the end of the backup, never as its beginning',
    async (_case, error) => {
      holds([young]);
      aws.rds.reset();
      aws.rds.on(DescribeDBSnapshotsCommand).rejects(error());
      const { output, bounds } = doneFrom(await chooseBackupRecoveryPoint.poll(context, latest));
      expect(output.dataTime).toBe('2026-11-23T17:10:00.000Z');
      expect(bounds).toEqual([{ source: 'CompletionDate', instant: '2026-11-23T17:10:00.000Z' }]);
    },
  );

  test('that has gone in the meantime is no recovery point', async () => {
    holds([young], ['2026-11-23T17:04:00Z']);
    aws.backup.on(DescribeRecoveryPointCommand).rejects(backupNotFound());
    const failure = await failureFrom(chooseBackupRecoveryPoint.poll(context, latest));
    expect(failure.code).toBe('NO_RECOVERY_POINT');
  });
});

describe('before the impact', () => {
  test('nothing is taken that may hold the damage', async () => {
    holds([old, young], ['2026-11-22T17:03:00Z', '2026-11-23T17:04:00Z']);
    const choose = async (instant: string) =>
      doneFrom(await chooseBackupRecoveryPoint.poll(context, pointBefore(instant))).output.arn;
    expect(await choose('2026-11-24T00:00:00.000Z')).toBe(young.RecoveryPointArn);
    // The backup had begun, and its snapshot was taken after the damage.
    expect(await choose('2026-11-23T17:02:00.000Z')).toBe(old.RecoveryPointArn);
    // The snapshot was taken before the damage, whenever the backup was complete.
    expect(await choose('2026-11-23T17:05:00.000Z')).toBe(young.RecoveryPointArn);
  });

  test('there may be none', async () => {
    holds([young], ['2026-11-23T17:04:00Z']);
    const poll = chooseBackupRecoveryPoint.poll(context, pointBefore('2026-11-23T16:00:00.000Z'));
    expect(await failureFrom(poll)).toMatchObject({
      code: 'NO_RECOVERY_POINT',
      message: expect.stringContaining('The oldest one was begun at 2026-11-23T17:00:00.000Z'),
    });
  });
});

describe('a recovery point by its ARN', () => {
  const named = (arn = '') => ({ ...latest, point: { kind: 'recovery-point', arn } }) as const;
  const choose = (arn?: string) => chooseBackupRecoveryPoint.poll(context, named(arn));

  test('is taken, also when it is not the newest', async () => {
    holds([old, young], ['2026-11-22T17:03:00Z', '2026-11-23T17:04:00Z']);
    const { output } = doneFrom(await choose(old.RecoveryPointArn));
    expect(output.arn).toBe(old.RecoveryPointArn);
  });

  test('is waited for while it is being made', async () => {
    holds([{ ...young, Status: 'CREATING' }]);
    expect(pendingFrom(await choose(young.RecoveryPointArn))).toContain('is being made');
  });

  test('must be in the vault', async () => {
    aws.backup.on(DescribeRecoveryPointCommand).rejects(backupNotFound());
    expect(await failureFrom(choose(young.RecoveryPointArn))).toMatchObject({
      code: 'NO_RECOVERY_POINT',
      message: expect.stringContaining(`in the vault ${VAULT}`),
    });
  });

  test.each([
    ['of another source', { ResourceArn: `${source.arn}-2` }, 'RECOVERY_POINT_OF_OTHER_SOURCE'],
    ['of an Aurora cluster', { ResourceType: 'Aurora' }, 'RESOURCE_TYPE_UNSUPPORTED'],
    ['in cold storage', { StorageClass: 'COLD' }, 'RECOVERY_POINT_COLD'],
    ['that has expired', { Status: 'EXPIRED' }, 'NO_RECOVERY_POINT'],
  ])('%s is refused', async (_case, overrides, code) => {
    holds([{ ...young, ...overrides } as typeof young], ['2026-11-23T17:04:00Z']);
    expect((await failureFrom(choose(young.RecoveryPointArn))).code).toBe(code);
  });

  test('of another account has to be copied first, with a key of one’s own', async () => {
    const RecoveryPointArn = young.RecoveryPointArn?.replace('111122223333', '444455556666');
    holds([{ ...young, RecoveryPointArn }], ['2026-11-23T17:04:00Z']);
    expect(await failureFrom(choose(RecoveryPointArn))).toMatchObject({
      code: 'RECOVERY_POINT_NEEDS_COPY',
      class: 'input',
      message: expect.stringContaining('encrypted with a key that this account may use'),
    });
  });

  test('that is continuous is left to restore-rds', async () => {
    const arn = 'arn:aws:backup:ap-northeast-1:111122223333:recovery-point:continuous:db-1';
    aws.backup.on(DescribeRecoveryPointCommand).resolves({ ...young, RecoveryPointArn: arn });
    expect((await failureFrom(choose(arn))).code).toBe('RECOVERY_POINT_CONTINUOUS');
  });
});
