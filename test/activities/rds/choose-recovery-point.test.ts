import {
  DBSnapshotNotFoundFault,
  DescribeDBInstanceAutomatedBackupsCommand,
  DescribeDBSnapshotsCommand,
} from '@aws-sdk/client-rds';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { chooseRecoveryPoint } from '../../../src/activities/rds/choose-recovery-point.ts';
import {
  lastSecondAt,
  lastSecondBefore,
  type WantedPoint,
} from '../../../src/activities/rds/recovery-point.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { snapshot, source } from '../../support/activity-rds.ts';

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

describe('a snapshot', () => {
  const choose = (point: WantedPoint) =>
    chooseRecoveryPoint.poll(context, { source: source.id, method: 'snapshot', point });
  const shows = (...DBSnapshots: ReturnType<typeof snapshot>[]) =>
    aws.rds.on(DescribeDBSnapshotsCommand).resolves({ DBSnapshots });

  const monday = new Date('2026-11-23T17:00:00Z');
  const tuesday = new Date('2026-11-24T17:00:00Z');

  test('is looked for on every page, automated or manual', async () => {
    aws.rds
      .on(DescribeDBSnapshotsCommand, { DBInstanceIdentifier: source.id })
      .resolves({
        DBSnapshots: [snapshot('monday', { SnapshotDatabaseTime: monday })],
        Marker: 'more',
      })
      .on(DescribeDBSnapshotsCommand, { DBInstanceIdentifier: source.id, Marker: 'more' })
      .resolves({
        DBSnapshots: [
          snapshot('tuesday', { SnapshotDatabaseTime: tuesday, SnapshotType: 'manual' }),
        ],
      });
    const done = doneFrom(await choose({ kind: 'latest' }));
    expect(done.output).toEqual({
      kind: 'snapshot',
      snapshotId: 'tuesday',
      databaseTime: '2026-11-24T17:00:00.000Z',
    });
    expect(done.bounds).toEqual([
      { source: 'SnapshotDatabaseTime', instant: '2026-11-24T17:00:00.000Z' },
    ]);
  });

  test('is the newest by its data, not by when a copy of it was made', async () => {
    shows(
      snapshot('original', { SnapshotDatabaseTime: tuesday, SnapshotCreateTime: tuesday }),
      snapshot('copy-of-monday', {
        SnapshotDatabaseTime: monday,
        SnapshotCreateTime: new Date('2026-11-26T00:00:00Z'),
        SourceDBSnapshotIdentifier: 'arn:of-monday',
      }),
    );
    expect(doneFrom(await choose({ kind: 'latest' })).output).toMatchObject({
      snapshotId: 'original',
    });
  });

  test('falls back on the original creation time, and never on that of a copy', async () => {
    shows(
      snapshot('old', {
        SnapshotDatabaseTime: undefined,
        OriginalSnapshotCreateTime: monday,
        SnapshotCreateTime: tuesday,
      }),
      snapshot('unknown', { SnapshotDatabaseTime: undefined, SnapshotCreateTime: tuesday }),
    );
    const done = doneFrom(await choose({ kind: 'latest' }));
    expect(done.output).toMatchObject({
      snapshotId: 'old',
      databaseTime: '2026-11-23T17:00:00.000Z',
    });
    expect(done.bounds?.[0]?.source).toBe('OriginalSnapshotCreateTime');
  });

  test('that is not available is passed over', async () => {
    shows(
      snapshot('monday', { SnapshotDatabaseTime: monday }),
      snapshot('tuesday', { SnapshotDatabaseTime: tuesday, Status: 'creating' }),
    );
    expect(doneFrom(await choose({ kind: 'latest' })).output).toMatchObject({
      snapshotId: 'monday',
    });
  });

  test('before an instant is strictly older; at an instant may be equal', async () => {
    shows(
      snapshot('monday', { SnapshotDatabaseTime: monday }),
      snapshot('tuesday', { SnapshotDatabaseTime: tuesday }),
    );
    const instant = tuesday.toISOString();
    expect(doneFrom(await choose({ kind: 'before', instant })).output).toMatchObject({
      snapshotId: 'monday',
    });
    expect(doneFrom(await choose({ kind: 'at', instant })).output).toMatchObject({
      snapshotId: 'tuesday',
    });
  });

  test('that fits the wish may not exist', async () => {
    shows(snapshot('monday', { SnapshotDatabaseTime: monday }));
    const failure = await failureFrom(
      choose({ kind: 'before', instant: '2026-11-01T00:00:00.000Z' }),
    );
    expect(failure).toMatchObject({ code: 'NO_RECOVERY_POINT', retryable: false });
    expect(failure.message).toContain(monday.toISOString());
  });

  describe('named', () => {
    const named = (id = 'before-upgrade') => choose({ kind: 'snapshot', id });

    test('is taken when it is available and waited for while it is made', async () => {
      shows(snapshot('before-upgrade', { Status: 'creating', PercentProgress: 40 }));
      expect(await named()).toMatchObject({ status: 'pending', progress: { percent: 40 } });
      shows(snapshot('before-upgrade'));
      expect(doneFrom(await named()).output).toMatchObject({ snapshotId: 'before-upgrade' });
    });

    test('must exist, be of the source and not be broken', async () => {
      aws.rds
        .on(DescribeDBSnapshotsCommand)
        .rejects(new DBSnapshotNotFoundFault({ message: 'no', $metadata: {} }));
      expect((await failureFrom(named())).code).toBe('NO_RECOVERY_POINT');
      shows(snapshot('before-upgrade', { DBInstanceIdentifier: 'another' }));
      expect((await failureFrom(named())).code).toBe('SNAPSHOT_OF_OTHER_SOURCE');
      shows(snapshot('before-upgrade', { Status: 'failed' }));
      expect((await failureFrom(named())).code).toBe('NO_RECOVERY_POINT');
    });

    test('encrypted and shared by another account needs a copy first', async () => {
      const arn = 'arn:aws:rds:ap-northeast-1:999988887777:snapshot:before-upgrade';
      const shared = { SnapshotType: 'shared', DBSnapshotArn: arn };
      shows(snapshot('before-upgrade', { ...shared, Encrypted: true }));
      expect(await failureFrom(named(arn))).toMatchObject({
        code: 'SNAPSHOT_NEEDS_COPY',
        class: 'input',
      });
      shows(snapshot('before-upgrade', { ...shared, Encrypted: false }));
      expect(doneFrom(await named(arn)).output).toMatchObject({ snapshotId: arn });
      const sent = aws.rds.commandCalls(DescribeDBSnapshotsCommand)[0]?.args[0].input;
      expect(sent).toMatchObject({ IncludeShared: true });
    });
  });
});

describe('a point in time', () => {
  const choose = (point: WantedPoint) =>
    chooseRecoveryPoint.poll(context, { source: source.id, method: 'point-in-time', point });

  function window(latest: string | undefined, Status = 'active') {
    aws.rds.on(DescribeDBInstanceAutomatedBackupsCommand).resolves({
      DBInstanceAutomatedBackups: [
        {
          Status,
          ...(latest && {
            RestoreWindow: {
              EarliestTime: new Date('2026-11-17T00:00:00Z'),
              LatestTime: new Date(latest),
            },
          }),
        },
      ],
    });
  }

  test('before an instant is the last whole second that is strictly older', async () => {
    window('2026-11-24T01:05:00Z');
    const done = doneFrom(await choose({ kind: 'before', instant: '2026-11-24T01:00:00.000Z' }));
    expect(done.output).toEqual({
      kind: 'point-in-time',
      restoreTime: '2026-11-24T00:59:59.000Z',
    });
    expect(done.bounds).toEqual([{ source: 'RestoreTime', instant: '2026-11-24T00:59:59.000Z' }]);
  });

  test('before a failure is what could be restored then, though the source goes on shipping logs', async () => {
    window('2026-11-24T01:05:00Z');
    const instant = '2026-11-24T01:00:00.000Z';
    const restorableAt = '2026-11-24T00:56:30.000Z';
    const done = doneFrom(await choose({ kind: 'before', instant, restorableAt }));
    expect(done.output).toMatchObject({ restoreTime: '2026-11-24T00:56:29.000Z' });
    expect(done.bounds?.[0]?.instant).toBe('2026-11-24T00:56:29.000Z');
    expect(done.facts).toContainEqual({
      label: 'Restorable when the failure came',
      value: restorableAt,
    });
  });

  test('before a failure is not waited for', async () => {
    window('2026-11-24T00:56:30Z');
    const wish = { instant: '2026-11-24T01:00:00.000Z', restorableAt: '2026-11-24T00:56:30.000Z' };
    expect((await choose({ kind: 'before', ...wish })).status).toBe('done');
  });

  test('before an impact that is older than what was restorable stays before the impact', async () => {
    window('2026-11-24T01:05:00Z');
    const wish = { instant: '2026-11-24T00:30:00.000Z', restorableAt: '2026-11-24T00:56:30.000Z' };
    expect(doneFrom(await choose({ kind: 'before', ...wish })).output).toMatchObject({
      restoreTime: '2026-11-24T00:29:59.000Z',
    });
  });

  test('is waited for until RDS can reach beyond it, and the wait says how far it is', async () => {
    const wish = { kind: 'before', instant: '2026-11-24T01:00:00.500Z' } as const;
    window('2026-11-24T00:57:00Z');
    const message = pendingFrom(await choose(wish));
    expect(message).toContain('2026-11-24T00:57:00.000Z');
    expect(message).toContain('3 min behind');
    window('2026-11-24T01:00:00Z');
    expect(pendingFrom(await choose(wish))).toContain('behind');
    window('2026-11-24T01:00:01Z');
    expect(doneFrom(await choose(wish)).output).toMatchObject({
      restoreTime: '2026-11-24T01:00:00.000Z',
    });
  });

  test('the latest is written out as an instant that RDS accepts: before the latest restorable', async () => {
    window('2026-11-24T00:57:00Z');
    expect(doneFrom(await choose({ kind: 'latest' })).output).toEqual({
      kind: 'point-in-time',
      restoreTime: '2026-11-24T00:56:59.000Z',
    });
  });

  test('older than the restore window is no recovery point', async () => {
    window('2026-11-24T00:57:00Z');
    const failure = await failureFrom(choose({ kind: 'at', instant: '2026-11-01T00:00:00.000Z' }));
    expect(failure.code).toBe('NO_RECOVERY_POINT');
    expect(failure.message).toContain('2026-11-17T00:00:00.000Z');
  });

  test('of a deleted source is not waited for, since its backup grows no more', async () => {
    window('2026-11-24T00:57:00Z', 'retained');
    expect(
      (await failureFrom(choose({ kind: 'at', instant: '2026-11-24T01:00:00.000Z' }))).code,
    ).toBe('NO_RECOVERY_POINT');
  });

  test('needs an automated backup, and waits for the first one', async () => {
    aws.rds
      .on(DescribeDBInstanceAutomatedBackupsCommand)
      .resolves({ DBInstanceAutomatedBackups: [] });
    expect((await failureFrom(choose({ kind: 'latest' }))).code).toBe('NO_RECOVERY_POINT');
    window(undefined, 'creating');
    expect(pendingFrom(await choose({ kind: 'latest' }))).toContain('first automated backup');
  });

  test('prefers the backup of the living instance to that of an older one of the same name', async () => {
    const backup = (Status: string, LatestTime: Date) => ({
      Status,
      RestoreWindow: { LatestTime },
    });
    aws.rds.on(DescribeDBInstanceAutomatedBackupsCommand).resolves({
      DBInstanceAutomatedBackups: [
        backup('retained', new Date('2026-11-24T02:00:00Z')),
        backup('active', new Date('2026-11-24T01:00:00Z')),
      ],
    });
    expect(doneFrom(await choose({ kind: 'latest' })).output).toMatchObject({
      restoreTime: '2026-11-24T00:59:59.000Z',
    });
  });

  test('cannot be a snapshot', async () => {
    expect(await failureFrom(choose({ kind: 'snapshot', id: 'x' }))).toMatchObject({
      code: 'RECOVERY_POINT_INVALID',
      class: 'input',
    });
  });

  test('whole seconds: strictly before, or not after, and never more than a second away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        const before = lastSecondBefore(ms);
        const at = lastSecondAt(ms);
        expect(Number.isInteger(before / 1000) && Number.isInteger(at / 1000)).toBe(true);
        expect(before).toBeLessThan(ms);
        expect(ms - before).toBeLessThanOrEqual(1000);
        expect(at).toBeLessThanOrEqual(ms);
        expect(ms - at).toBeLessThan(1000);
      }),
    );
  });
});
