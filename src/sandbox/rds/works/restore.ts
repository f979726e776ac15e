import { automatedSnapshot } from '../automated-snapshot.ts';
import {
  afterWork,
  type Performance,
  unlessDeleting,
  type WorkContext,
  type WorkOf,
  whilePowered,
} from '../work-context.ts';

export function restore(
  work: WorkOf<'restore-snapshot' | 'restore-to-time'>,
  context: WorkContext,
): Performance {
  const { rds, instance } = context;
  const { host } = rds;
  return {
    act: async () => {
      const endpoint = await whilePowered(context, async (again) => {
        // A restore that was cut off left files behind; there may also be none.
        if (again) await host.destroy(instance.server).catch(() => undefined);
        return work.kind === 'restore-snapshot'
          ? host.restoreSnapshot(work.snapshot, instance.server)
          : host.restoreToTime(work.server, work.target, instance.server);
      });
      const message =
        work.kind === 'restore-snapshot'
          ? `Restored from snapshot ${work.snapshot}`
          : `Restored from DB instance ${work.source} to ${work.target}`;
      rds.addEvent('db-instance', instance.id, 'restoration', message);
      await rds.lead(instance, endpoint);
      // A new instance gets its first backup before it is available.
      const wantsBackup = instance.status !== 'deleting' && instance.settings.backupRetention > 0;
      const backup = wantsBackup ? automatedSnapshot(rds, instance) : undefined;
      if (backup) instance.works.push({ kind: 'take-snapshot', snapshot: backup.id });
      const status = backup ? 'backing-up' : afterWork(instance);
      rds.change(instance, { createdAt: rds.now(), status });
    },
    failed: (why) => {
      rds.change(instance, { status: unlessDeleting(instance, 'restore-error') });
      rds.addEvent('db-instance', instance.id, 'failure', `The restore failed: ${why}`);
    },
  };
}
