import type { DBSnapshot } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type PlannedCall, type Poll, type Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import type { Services } from '../services.ts';
import { findAutomatedBackup } from './automated-backup.ts';
import type { RdsContext } from './describe-instance.ts';
import {
  databaseTimeOf,
  lastSecondAt,
  lastSecondBefore,
  newestSnapshot,
  noRecoveryPoint,
  type RecoveryPoint,
  type WantedPoint,
} from './recovery-point.ts';

export interface ChooseRecoveryPointInput {
  /** Identifier of the instance to be recovered. */
  readonly source: string;
  readonly method: 'snapshot' | 'point-in-time';
  readonly point: WantedPoint;
}

/**
 * Settles what will be restored. Pending while RDS cannot reach the wanted instant yet.
 * Fails with `NO_RECOVERY_POINT` (`environment`), `SNAPSHOT_NEEDS_COPY`, `SNAPSHOT_OF_OTHER_SOURCE` or `RECOVERY_POINT_INVALID` (`input`).
 */
export const chooseRecoveryPoint: Probe<ChooseRecoveryPointInput, RecoveryPoint, Services> = {
  kind: 'probe',
  name: 'rds.choose-recovery-point',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['rds:DescribeDBSnapshots', 'rds:DescribeDBInstanceAutomatedBackups'],
  pollEvery: { initialMs: 500, maxMs: 15_000, factor: 1.5 },
  plan: (input) => ({ calls: [plannedCall(input)], output: placeholder(input) }),
  async poll(context, input) {
    const { source, method, point } = input;
    if (method === 'snapshot') {
      return point.kind === 'snapshot'
        ? chooseNamed(context, source, point.id)
        : chooseSnapshot(context, source, point);
    }
    if (point.kind === 'snapshot') {
      throw new KunrenError({
        code: 'RECOVERY_POINT_INVALID',
        message: 'A snapshot is named, but the method is point-in-time.',
        class: 'input',
      });
    }
    return chooseTime(context, source, point);
  },
};

async function chooseSnapshot(
  context: RdsContext,
  source: string,
  point: Exclude<WantedPoint, { kind: 'snapshot' }>,
): Promise<Poll<RecoveryPoint>> {
  const snapshots = await allSnapshots(context, source);
  const chosen = newestSnapshot(snapshots, point);
  if (chosen) return settled(chosen);
  const oldest = snapshots
    .flatMap((snapshot) => databaseTimeOf(snapshot)?.toISOString() ?? [])
    .sort()[0];
  throw noRecoveryPoint(
    `No available snapshot of ${source} fits the wish "${inWords(point)}". ${
      oldest ? `The oldest one holds data up to ${oldest}.` : 'There is none with a known time.'
    }`,
  );
}

/** Automated and manual ones: without a type, RDS lists both. */
async function allSnapshots(context: RdsContext, source: string): Promise<readonly DBSnapshot[]> {
  const rds = await context.services.aws.rds();
  const snapshots: DBSnapshot[] = [];
  let marker: string | undefined;
  do {
    const page = await rds.describeDBSnapshots({
      DBInstanceIdentifier: source,
      ...(marker !== undefined && { Marker: marker }),
    });
    snapshots.push(...(page.DBSnapshots ?? []));
    marker = page.Marker;
  } while (marker);
  return snapshots;
}

async function chooseNamed(
  context: RdsContext,
  source: string,
  id: string,
): Promise<Poll<RecoveryPoint>> {
  const rds = await context.services.aws.rds();
  const shared = id.startsWith('arn:');
  const answer = await rds
    .describeDBSnapshots({ DBSnapshotIdentifier: id, ...(shared && { IncludeShared: true }) })
    .catch((error) => {
      if (failedWith(error, 'DB_SNAPSHOT_NOT_FOUND')) return undefined;
      throw error;
    });
  const snapshot = answer?.DBSnapshots?.[0];
  if (!snapshot) throw noRecoveryPoint(`There is no snapshot ${id} in ${context.region}.`);
  if (snapshot.DBInstanceIdentifier !== source) {
    throw new KunrenError({
      code: 'SNAPSHOT_OF_OTHER_SOURCE',
      message: `The snapshot ${id} is of ${snapshot.DBInstanceIdentifier}, not of ${source}.`,
      class: 'input',
    });
  }
  if (snapshot.SnapshotType === 'shared' && snapshot.Encrypted) {
    throw new KunrenError({
      code: 'SNAPSHOT_NEEDS_COPY',
      message: `The snapshot ${id} is encrypted and shared by another account: RDS restores only a copy of it made in this account.`,
      class: 'input',
    });
  }
  switch (snapshot.Status) {
    case 'available':
      return settled(snapshot);
    case 'creating':
      return {
        status: 'pending',
        progress: {
          message: `snapshot ${id} is being made`,
          ...(snapshot.PercentProgress !== undefined && { percent: snapshot.PercentProgress }),
        },
      };
    default:
      throw noRecoveryPoint(`The snapshot ${id} is ${snapshot.Status}, not available.`);
  }
}

function settled(snapshot: DBSnapshot): Poll<RecoveryPoint> {
  const { DBSnapshotIdentifier: name = '', DBSnapshotArn: arn, SnapshotType: type } = snapshot;
  // A snapshot of another account is known by its ARN only.
  const snapshotId = type === 'shared' && arn !== undefined ? arn : name;
  const databaseTime = databaseTimeOf(snapshot)?.toISOString();
  if (databaseTime === undefined) {
    throw noRecoveryPoint(`RDS does not tell how new the data in the snapshot ${snapshotId} are.`);
  }
  const source = snapshot.SnapshotDatabaseTime
    ? 'SnapshotDatabaseTime'
    : 'OriginalSnapshotCreateTime';
  return {
    status: 'done',
    output: { kind: 'snapshot', snapshotId, databaseTime },
    bounds: [{ source, instant: databaseTime }],
    facts: [
      { label: 'Recovery point', value: `snapshot ${snapshotId} (${type ?? 'unknown type'})` },
      { label: source, value: databaseTime },
    ],
  };
}

async function chooseTime(
  context: RdsContext,
  source: string,
  point: Exclude<WantedPoint, { kind: 'snapshot' }>,
): Promise<Poll<RecoveryPoint>> {
  const backup = await findAutomatedBackup(context, source);
  if (!backup) throw noRecoveryPoint(`There is no automated backup of ${source}.`);
  const { EarliestTime: earliest, LatestTime: latest } = backup.RestoreWindow ?? {};
  if (!latest) return pending(`waiting for the first automated backup of ${source}`);

  const wanted = wantedTime(point, latest);
  const restoreTime = new Date(wanted).toISOString();
  if (earliest && wanted < earliest.getTime()) {
    throw noRecoveryPoint(
      `${source} can be restored to ${earliest.toISOString()} at the earliest, which is after ${restoreTime}.`,
    );
  }
  // RDS demands a time before the latest restorable one.
  const missingMs = wanted - latest.getTime();
  if (missingMs >= 0) {
    const behind = `LatestRestorableTime is ${latest.toISOString()}`;
    if (backup.Status === 'retained') {
      throw noRecoveryPoint(`${source} is deleted, and its ${behind}, not after ${restoreTime}.`);
    }
    return pending(`${behind}, ${formatDuration(missingMs)} behind ${restoreTime}`);
  }
  return {
    status: 'done',
    output: { kind: 'point-in-time', restoreTime },
    bounds: [{ source: 'RestoreTime', instant: restoreTime }],
    facts: [
      { label: 'Recovery point', value: `point in time ${restoreTime}` },
      { label: 'LatestRestorableTime', value: latest.toISOString() },
      ...(point.kind === 'before' && point.restorableAt !== undefined
        ? [{ label: 'Restorable when the failure came', value: point.restorableAt }]
        : []),
    ],
  };
}

/** An explicit time even for `latest`, so that a repeated restore makes the same call. */
function wantedTime(point: Exclude<WantedPoint, { kind: 'snapshot' }>, latest: Date): number {
  switch (point.kind) {
    case 'latest':
      return lastSecondBefore(latest.getTime());
    case 'before':
      return lastSecondBefore(Date.parse(earlier(point.instant, point.restorableAt)));
    case 'at':
      return lastSecondAt(Date.parse(point.instant));
  }
}

function earlier(instant: Instant, cap: Instant | undefined): Instant {
  return cap !== undefined && Date.parse(cap) < Date.parse(instant) ? cap : instant;
}

function pending(message: string): Poll<RecoveryPoint> {
  return { status: 'pending', progress: { message } };
}

function inWords(point: Exclude<WantedPoint, { kind: 'snapshot' }>): string {
  return point.kind === 'latest' ? 'latest' : `${point.kind} ${point.instant}`;
}

function plannedCall({ source, method, point }: ChooseRecoveryPointInput): PlannedCall {
  const look = { service: 'rds', mutating: false };
  if (method === 'point-in-time') {
    const parameters = { DBInstanceIdentifier: source };
    return { ...look, operation: 'DescribeDBInstanceAutomatedBackups', parameters };
  }
  const parameters =
    point.kind === 'snapshot'
      ? { DBSnapshotIdentifier: point.id }
      : { DBInstanceIdentifier: source };
  return { ...look, operation: 'DescribeDBSnapshots', parameters };
}

function placeholder({ method, point }: ChooseRecoveryPointInput): RecoveryPoint {
  return method === 'snapshot'
    ? {
        kind: 'snapshot',
        snapshotId: point.kind === 'snapshot' ? point.id : AT_THE_RUN,
        databaseTime: AT_THE_RUN,
      }
    : { kind: 'point-in-time', restoreTime: AT_THE_RUN };
}
