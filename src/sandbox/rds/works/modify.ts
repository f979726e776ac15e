import type { Rds } from '../rds.ts';
import type { InstanceRecord, PendingChanges } from '../rds-state.ts';
import { replicasOf } from '../replication.ts';
import {
  afterWork,
  type Performance,
  pickUp,
  unlessDeleting,
  type WorkContext,
  type WorkOf,
  whilePowered,
} from '../work-context.ts';
import { restartServer } from './power.ts';

export function modify({ changes }: WorkOf<'modify'>, context: WorkContext): Performance {
  const { rds, instance, upkeep } = context;
  const { masterUserPassword, newId, ...settings } = changes;
  return {
    act: async () => {
      await pickUp(context);
      rds.change(instance, { status: unlessDeleting(instance, statusDuring(changes)) });
      if (masterUserPassword) {
        const { masterUser } = instance.settings;
        await whilePowered(context, () =>
          rds.host.setPassword(instance.server, masterUser, masterUserPassword),
        );
        note('Reset master credentials');
      }
      if (Object.keys(settings).length > 0) {
        rds.change(instance, { settings: { ...instance.settings, ...settings } });
        if (settings.multiAz !== undefined) await changeStandby(settings.multiAz);
        note('Finished applying modification to the DB instance');
      }
      if (newId && newId !== instance.id) {
        // As in RDS, the instance restarts under its new name.
        await upkeep.alone(instance, () => restartServer(context));
        const old = instance.id;
        rename(rds, instance, newId);
        note(`Renamed instance from ${old} to ${newId}`);
      }
      rds.change(instance, { status: afterWork(instance) });
    },
    failed: (why) => {
      const what = masterUserPassword ? 'reset your password' : 'apply the modification';
      rds.addEvent('db-instance', instance.id, 'failure', `Unable to ${what}: ${why}`);
      rds.change(instance, { status: afterWork(instance) });
    },
  };

  async function changeStandby(multiAz: boolean): Promise<void> {
    if (multiAz && !instance.hasDoor) {
      const { endpoint } = instance;
      rds.change(instance, { hasDoor: true, endpoint: undefined });
      await rds.lead(instance, endpoint);
    }
    await upkeep.tend(instance);
  }

  function note(message: string): void {
    rds.addEvent('db-instance', instance.id, 'configuration change', message);
  }
}

function statusDuring({ masterUserPassword, newId }: PendingChanges): InstanceRecord['status'] {
  if (masterUserPassword) return 'resetting-master-credentials';
  return newId ? 'renaming' : 'modifying';
}

/** Its replicas and its automated snapshots know the instance under its new name. */
function rename(rds: Rds, instance: InstanceRecord, newId: string): void {
  rds.change(instance, { id: newId });
  for (const { rds: theirs, instance: replica } of replicasOf(rds, instance)) {
    const { replicaOf } = replica;
    if (replicaOf) theirs.change(replica, { replicaOf: { ...replicaOf, id: newId } });
  }
  for (const snapshot of rds.state.snapshots) {
    if (snapshot.type === 'automated' && snapshot.resourceId === instance.resourceId) {
      rds.changeSnapshot(snapshot, { instance: newId });
    }
  }
}
