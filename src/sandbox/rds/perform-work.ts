import { failureOf } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import type { Endpoint } from '../database-host.ts';
import { automatedSnapshot, surplusSnapshots } from './automated-snapshot.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord, InstanceStatus, SnapshotRecord, Work } from './rds-state.ts';

/**
 * Time between accepting a modification and taking it up. RDS takes modifications up in a workflow of its own: until
 * then the instance is still `available`, with the change pending.
 */
export const PICK_UP_MS: Ms = 250;

export interface WorkContext {
  readonly rds: Rds;
  readonly instance: InstanceRecord;
  /** The work may have begun before: the sandbox was stopped in the middle of it. */
  readonly again: boolean;
  /** Fires when the sandbox closes. */
  readonly signal: AbortSignal;
  discard(snapshot: SnapshotRecord): void;
}

type WorkOf<Kind extends Work['kind']> = Extract<Work, { kind: Kind }>;

/**
 * Does one work with the database host, and puts the instance into the state that comes of it. Never throws: a
 * failure becomes a status and an event, as in RDS.
 * @returns false when the sandbox closed first, and the work is still to do.
 */
export async function performWork(work: Work, context: WorkContext): Promise<boolean> {
  switch (work.kind) {
    case 'restore-snapshot':
    case 'restore-to-time':
      return restore(work, context);
    case 'take-snapshot':
      return takeSnapshot(work, context);
    case 'modify':
      return modify(work, context);
    case 'stop':
      return stop(context);
    case 'start':
      return start(context);
    case 'delete':
      return remove(work, context);
  }
}

async function restore(
  work: WorkOf<'restore-snapshot' | 'restore-to-time'>,
  { rds, instance, again }: WorkContext,
): Promise<boolean> {
  const { host } = rds;
  // A restore that was cut off left files behind; there may also be none.
  if (again) await host.destroy(instance.id).catch(() => undefined);
  let endpoint: Endpoint;
  try {
    endpoint =
      work.kind === 'restore-snapshot'
        ? await host.restoreSnapshot(work.snapshot, instance.id)
        : await host.restoreToTime(work.source, work.target, instance.id);
  } catch (error) {
    rds.change(instance, { status: unlessDeleting(instance, 'restore-error') });
    rds.addEvent('db-instance', instance.id, 'failure', `The restore failed: ${reason(error)}`);
    return true;
  }
  const message =
    work.kind === 'restore-snapshot'
      ? `Restored from snapshot ${work.snapshot}`
      : `Restored from DB instance ${work.source} to ${work.target}`;
  rds.addEvent('db-instance', instance.id, 'restoration', message);
  // A new instance gets its first backup before it is available.
  const wantsBackup = instance.status !== 'deleting' && instance.settings.backupRetention > 0;
  const backup = wantsBackup ? automatedSnapshot(rds, instance) : undefined;
  if (backup) instance.works.push({ kind: 'take-snapshot', snapshot: backup.id });
  const status = backup ? 'backing-up' : afterWork(instance);
  rds.change(instance, { endpoint, createdAt: rds.now(), status });
  return true;
}

async function takeSnapshot(
  work: WorkOf<'take-snapshot'>,
  { rds, instance, again, discard }: WorkContext,
): Promise<boolean> {
  const snapshot = rds.findSnapshot(work.snapshot);
  if (!snapshot) return true;
  if (again) await rds.host.removeSnapshot(snapshot.id).catch(() => undefined);
  rds.change(instance, { status: unlessDeleting(instance, 'backing-up') });
  try {
    const facts = await rds.host.takeSnapshot(instance.id, snapshot.id);
    rds.changeSnapshot(snapshot, { ...facts, status: 'available', createdAt: rds.now() });
    const kind = snapshot.type === 'manual' ? 'Manual' : 'Automated';
    rds.addEvent('db-snapshot', snapshot.id, 'creation', `${kind} snapshot created`);
    for (const surplus of surplusSnapshots(rds, instance)) discard(surplus);
  } catch (error) {
    rds.changeSnapshot(snapshot, { status: 'failed' });
    rds.addEvent('db-snapshot', snapshot.id, 'failure', `The snapshot failed: ${reason(error)}`);
  }
  rds.change(instance, { status: afterWork(instance) });
  return true;
}

async function modify(
  { changes }: WorkOf<'modify'>,
  { rds, instance, signal }: WorkContext,
): Promise<boolean> {
  try {
    await rds.clock.sleep(PICK_UP_MS, signal);
  } catch {
    return false;
  }
  const { masterUserPassword, ...settings } = changes;
  const status = masterUserPassword ? 'resetting-master-credentials' : 'modifying';
  rds.change(instance, { status: unlessDeleting(instance, status) });
  try {
    if (masterUserPassword) {
      await rds.host.setPassword(instance.id, instance.settings.masterUser, masterUserPassword);
    }
    const message = masterUserPassword
      ? 'Reset master credentials'
      : 'Finished applying modification to the DB instance';
    rds.addEvent('db-instance', instance.id, 'configuration change', message);
    const changed = { ...instance.settings, ...settings };
    rds.change(instance, { settings: changed, status: afterWork(instance) });
  } catch (error) {
    const message = `Unable to reset your password: ${reason(error)}`;
    rds.addEvent('db-instance', instance.id, 'failure', message);
    rds.change(instance, { status: afterWork(instance) });
  }
  return true;
}

async function stop({ rds, instance }: WorkContext): Promise<boolean> {
  return attempt(rds, instance, 'DB instance stopped', async () => {
    await rds.host.stop(instance.id);
    return { status: unlessDeleting(instance, 'stopped') };
  });
}

async function start({ rds, instance }: WorkContext): Promise<boolean> {
  return attempt(rds, instance, 'DB instance started', async () => {
    const endpoint = await rds.host.start(instance.id);
    return { endpoint, status: afterWork(instance) };
  });
}

async function attempt(
  rds: Rds,
  instance: InstanceRecord,
  message: string,
  act: () => Promise<Partial<InstanceRecord>>,
): Promise<boolean> {
  try {
    rds.change(instance, await act());
    rds.addEvent('db-instance', instance.id, 'notification', message);
  } catch (error) {
    rds.change(instance, { status: unlessDeleting(instance, 'failed') });
    rds.addEvent('db-instance', instance.id, 'failure', reason(error));
  }
  return true;
}

async function remove(
  { finalSnapshot }: WorkOf<'delete'>,
  { rds, instance, discard }: WorkContext,
): Promise<boolean> {
  if (finalSnapshot && rds.findSnapshot(finalSnapshot)?.status !== 'available') {
    rds.change(instance, { status: 'available' });
    const message = 'The DB instance was not deleted because its final snapshot failed';
    rds.addEvent('db-instance', instance.id, 'failure', message);
    return true;
  }
  try {
    await rds.host.destroy(instance.id);
  } catch (error) {
    rds.change(instance, { status: 'failed' });
    const message = `The DB instance could not be deleted: ${reason(error)}`;
    rds.addEvent('db-instance', instance.id, 'failure', message);
    return true;
  }
  rds.removeInstance(instance);
  rds.addEvent('db-instance', instance.id, 'deletion', 'DB instance deleted');
  for (const snapshot of [...rds.state.snapshots]) {
    if (snapshot.type === 'automated' && snapshot.resourceId === instance.resourceId) {
      discard(snapshot);
    }
  }
  return true;
}

function unlessDeleting(instance: InstanceRecord, status: InstanceStatus): InstanceStatus {
  return instance.status === 'deleting' ? 'deleting' : status;
}

/** Available, unless there is more to do: the next work brings its own status. */
function afterWork(instance: InstanceRecord): InstanceStatus {
  return instance.works.length > 1 ? instance.status : unlessDeleting(instance, 'available');
}

function reason(error: unknown): string {
  return failureOf(error).message;
}
