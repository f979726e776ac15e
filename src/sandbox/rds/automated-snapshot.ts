import type { Ms } from '../../core/ports.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord, SnapshotRecord } from './rds-state.ts';
import { mergeTags } from './validate.ts';

/** RDS takes one a day; the sandbox's days are short. */
const AUTOMATED_EVERY_MS: Ms = 600_000;
/** An hour's worth: a drill with slow steps must still find its recovery point. */
const KEPT = 6;

/**
 * Registers a new automated snapshot, `rds:<instance>-YYYY-MM-DD-HH-MM`, still to be taken.
 * @returns `undefined` when there is one of this minute.
 */
export function automatedSnapshot(rds: Rds, instance: InstanceRecord): SnapshotRecord | undefined {
  const minute = rds.now().slice(0, 16).replaceAll(/[T:]/g, '-');
  const id = `rds:${instance.id}-${minute}`;
  if (rds.findSnapshot(id)) return undefined;
  return newSnapshot(rds, instance, { id, type: 'automated', tags: [] });
}

/** Registers a snapshot that is still to be taken. */
export function newSnapshot(
  rds: Rds,
  instance: InstanceRecord,
  { id, type, tags }: Pick<SnapshotRecord, 'id' | 'type' | 'tags'>,
): SnapshotRecord {
  const snapshot: SnapshotRecord = {
    id,
    type,
    instance: instance.id,
    resourceId: instance.resourceId,
    server: instance.server,
    instanceCreatedAt: instance.createdAt ?? rds.now(),
    status: 'creating',
    requestedAt: rds.now(),
    settings: instance.settings,
    tags: mergeTags(instance.settings.copyTagsToSnapshot ? instance.tags : [], tags),
  };
  rds.addSnapshot(snapshot);
  return snapshot;
}

/** Automated snapshots that newer ones have replaced and that no restore is reading. */
export function surplusSnapshots(rds: Rds, instance: InstanceRecord): SnapshotRecord[] {
  const all = automatedOf(rds, instance);
  const replaced = all.filter(({ status }) => status === 'available').slice(0, -KEPT);
  const failed = all.filter(({ status }) => status === 'failed');
  return [...replaced, ...failed].filter((snapshot) => !rds.isRestoring(snapshot));
}

/**
 * Whether it is time for the next one: by the clock, or because the instance has got another server, of which there
 * is none. One that failed counts for nothing, so it is taken again in the next minute.
 */
export function backupDue(
  rds: Rds,
  instance: InstanceRecord,
): 'by-the-clock' | 'new-server' | undefined {
  const { settings, works, replicaOf, server } = instance;
  if (settings.backupRetention === 0 || replicaOf || works.length > 0) return undefined;
  if (rds.statusOf(instance) !== 'available' || rds.downFor(instance) !== undefined) {
    return undefined;
  }
  const newest = automatedOf(rds, instance).findLast(({ status }) => status !== 'failed');
  if (newest && newest.server !== server) return 'new-server';
  const isOld = newest && rds.clock.now() - Date.parse(newest.requestedAt) >= AUTOMATED_EVERY_MS;
  return isOld || !newest ? 'by-the-clock' : undefined;
}

/** Oldest first. */
function automatedOf(rds: Rds, { resourceId }: InstanceRecord): SnapshotRecord[] {
  return rds.state.snapshots
    .filter((snapshot) => snapshot.type === 'automated' && snapshot.resourceId === resourceId)
    .sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1));
}

/** The id of an instance's automated backups as a whole; like the resource id, it is never used again. */
export function automatedBackupId({ resourceId }: InstanceRecord): string {
  return resourceId.toLowerCase().replace(/^db-/, 'ab-');
}
