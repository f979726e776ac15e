import type { DBSnapshot } from '@aws-sdk/client-rds';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';

/** Which state of the data is wanted back. */
export type WantedPoint =
  | { readonly kind: 'latest' }
  /** The newest state strictly older than the instant: for damage that happened at it. */
  | {
      readonly kind: 'before';
      readonly instant: Instant;
      /**
       * What a point in time could be restored to when the failure came; nothing newer is taken. A source that lives
       * on goes on shipping its logs, and the loss would look smaller than it was.
       */
      readonly restorableAt?: Instant;
    }
  /** The newest state not newer than the instant. */
  | { readonly kind: 'at'; readonly instant: Instant }
  | { readonly kind: 'snapshot'; readonly id: string };

/** Where to restore from, exact enough that a repeated call means the same. */
export type RecoveryPoint =
  | {
      readonly kind: 'snapshot';
      readonly snapshotId: string;
      /** Newest transaction in the snapshot. */
      readonly databaseTime: Instant;
    }
  | {
      readonly kind: 'point-in-time';
      /** A whole second: RDS takes no fractions. */
      readonly restoreTime: Instant;
    };

/** The last whole second strictly before an instant. */
export function lastSecondBefore(ms: number): number {
  return Math.ceil(ms / 1000) * 1000 - 1000;
}

/** The last whole second not after an instant. */
export function lastSecondAt(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/**
 * Time of the newest transaction in a snapshot.
 * Never its `SnapshotCreateTime`: that of a copy is the time of the copying, and the loss would look smaller than it is.
 */
export function databaseTimeOf(snapshot: DBSnapshot): Date | undefined {
  return snapshot.SnapshotDatabaseTime ?? snapshot.OriginalSnapshotCreateTime;
}

/** The newest restorable snapshot that the wish allows. */
export function newestSnapshot(
  snapshots: readonly DBSnapshot[],
  point: Exclude<WantedPoint, { kind: 'snapshot' }>,
): DBSnapshot | undefined {
  const time = (snapshot: DBSnapshot) => databaseTimeOf(snapshot)?.getTime() ?? Number.NaN;
  const wanted = (snapshot: DBSnapshot) => {
    switch (point.kind) {
      case 'latest':
        return !Number.isNaN(time(snapshot));
      case 'before':
        return time(snapshot) < Date.parse(point.instant);
      case 'at':
        return time(snapshot) <= Date.parse(point.instant);
    }
  };
  return snapshots
    .filter((snapshot) => snapshot.Status === 'available' && wanted(snapshot))
    .sort((a, b) => time(b) - time(a))[0];
}

export function noRecoveryPoint(message: string): KunrenError {
  return new KunrenError({ code: 'NO_RECOVERY_POINT', message });
}
