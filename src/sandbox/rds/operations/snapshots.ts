import {
  CreateDBSnapshot$,
  type CreateDBSnapshotMessage,
  type CreateDBSnapshotResult,
  DBSnapshotAlreadyExistsFault$,
  type DBSnapshotMessage,
  DeleteDBSnapshot$,
  type DeleteDBSnapshotMessage,
  type DeleteDBSnapshotResult,
  DescribeDBSnapshots$,
  type DescribeDBSnapshotsMessage,
  InvalidDBSnapshotStateFault$,
  SnapshotQuotaExceededFault$,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { modeledError, ServiceError } from '../../wire/service-error.ts';
import { nameOf } from '../arn.ts';
import { newSnapshot } from '../automated-snapshot.ts';
import { passesFilters } from '../filter.ts';
import { pageOf } from '../page.ts';
import type { Rds } from '../rds.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidValue } from '../rds-error.ts';
import type { SnapshotRecord } from '../rds-state.ts';
import { snapshotView } from '../snapshot-view.ts';
import { mergeTags, newIdentifier } from '../validate.ts';

/** AWS's default quota of manual snapshots. */
const MOST_SNAPSHOTS = 100;

const SNAPSHOT_TYPES = ['automated', 'manual', 'shared', 'public', 'awsbackup'];

export const describeSnapshots = operation<
  DescribeDBSnapshotsMessage,
  DBSnapshotMessage,
  RdsContext
>({
  schema: DescribeDBSnapshots$,
  mutating: false,
  handle: (input, { rds }, { stale }) => {
    const type = input.SnapshotType;
    if (type && !SNAPSHOT_TYPES.includes(type)) {
      throw invalidValue(`Invalid value ${type} for SnapshotType.`);
    }
    const all = stale ? rds.snapshotHistory.stale(rds.state.snapshots) : rds.state.snapshots;
    const passes = passesFilters<SnapshotRecord>(input.Filters, {
      'db-instance-id': ({ instance }) => [instance, rds.arn('db', instance)],
      'db-snapshot-id': ({ id }) => [id],
      'dbi-resource-id': ({ resourceId }) => [resourceId],
      'snapshot-type': (snapshot) => [snapshot.type],
      engine: () => ['postgres'],
    });
    const id = input.DBSnapshotIdentifier && nameOf(rds.place, input.DBSnapshotIdentifier);
    const instance = input.DBInstanceIdentifier && nameOf(rds.place, input.DBInstanceIdentifier);
    const found = all.filter(
      (each) =>
        (!id || each.id === id) &&
        (!instance || each.instance === instance) &&
        (!type || each.type === type) &&
        (!input.DbiResourceId || each.resourceId === input.DbiResourceId) &&
        passes(each),
    );
    if (id && found.length === 0) throw rds.noSnapshot(id);
    const { items, Marker } = pageOf(found, (each) => each.id, input);
    return { DBSnapshots: items.map((each) => snapshotView(rds, each)), Marker };
  },
});

export const createSnapshot = operation<
  CreateDBSnapshotMessage,
  CreateDBSnapshotResult,
  RdsContext
>({
  schema: CreateDBSnapshot$,
  mutating: true,
  handle: async (input, { rds, lifecycle }, call) => {
    await rds.lookAtServers();
    const id = freeSnapshotId(rds, 'DBSnapshotIdentifier', input.DBSnapshotIdentifier);
    const instance = rds.availableInstance(input.DBInstanceIdentifier ?? '');
    if (instance.replicaOf) {
      const message = 'The sandbox takes no snapshots of read replicas.';
      throw new ServiceError('UnsupportedBySandbox', message);
    }
    const tags = mergeTags([], input.Tags);
    const snapshot = newSnapshot(rds, instance, { id, type: 'manual', tags });
    lifecycle.enqueue(instance, { kind: 'take-snapshot', snapshot: id });
    call.effect(rds.arn('snapshot', id), snapshot.tags);
    return { DBSnapshot: snapshotView(rds, snapshot) };
  },
});

export const deleteSnapshot = operation<
  DeleteDBSnapshotMessage,
  DeleteDBSnapshotResult,
  RdsContext
>({
  schema: DeleteDBSnapshot$,
  mutating: true,
  handle: (input, { rds, lifecycle }, call) => {
    const snapshot = rds.snapshot(input.DBSnapshotIdentifier ?? '');
    if (snapshot.type !== 'manual') {
      throw invalidState(
        `Only manual snapshots may be deleted; ${snapshot.id} is ${snapshot.type}.`,
      );
    }
    if (!['available', 'failed'].includes(snapshot.status) || rds.isRestoring(snapshot)) {
      const doing = rds.isRestoring(snapshot) ? 'being restored from' : snapshot.status;
      throw invalidState(`Cannot delete the snapshot ${snapshot.id} because it is ${doing}.`);
    }
    lifecycle.discard(snapshot);
    call.effect(rds.arn('snapshot', snapshot.id), snapshot.tags);
    return { DBSnapshot: snapshotView(rds, snapshot) };
  },
});

/**
 * The name for a new manual snapshot.
 * @throws ServiceError when it is not valid or taken, or when there are too many snapshots.
 */
export function freeSnapshotId(rds: Rds, parameter: string, value: string | undefined): string {
  const id = newIdentifier(parameter, value, 255);
  if (rds.findSnapshot(id)) {
    const message = `Cannot create the snapshot because a snapshot with the identifier ${id} already exists.`;
    throw modeledError(DBSnapshotAlreadyExistsFault$, message);
  }
  const manual = rds.state.snapshots.filter(({ type }) => type === 'manual');
  if (manual.length >= MOST_SNAPSHOTS) {
    const message = `Cannot create more than ${MOST_SNAPSHOTS} manual snapshots`;
    throw modeledError(SnapshotQuotaExceededFault$, message);
  }
  return id;
}

/** @throws ServiceError `InvalidDBSnapshotState` unless the snapshot can be restored from. */
export function usableSnapshot(rds: Rds, id: string): SnapshotRecord {
  const snapshot = rds.snapshot(id);
  if (snapshot.status === 'available') return snapshot;
  throw invalidState(`The snapshot ${snapshot.id} is not available; it is ${snapshot.status}.`);
}

const invalidState = (message: string) => modeledError(InvalidDBSnapshotStateFault$, message);
