import { sourceOf } from '../replication.ts';
import {
  afterWork,
  type Performance,
  pickUp,
  unlessDeleting,
  type WorkContext,
  type WorkOf,
  whilePowered,
} from '../work-context.ts';

export function createReplica(context: WorkContext): Performance {
  const { rds, instance } = context;
  const { host } = rds;
  return {
    act: async () => {
      const endpoint = await whilePowered(context, async (again) => {
        if (again) await host.destroy(instance.server).catch(() => undefined);
        const server = sourceOf(rds, instance)?.instance.server;
        const { replicaOf } = instance;
        if (!replicaOf || server === undefined) throw new Error('Its source was deleted.');
        rds.change(instance, { replicaOf: { ...replicaOf, server } });
        return host.createStandby(server, instance.server, { synchronous: false });
      });
      await rds.lead(instance, endpoint);
      rds.change(instance, { createdAt: rds.now(), status: afterWork(instance) });
      rds.addEvent('db-instance', instance.id, 'creation', 'DB instance created');
      const message = 'Replication for the Read Replica resumed';
      rds.addEvent('db-instance', instance.id, 'read replica', message);
    },
    failed: (why) => {
      rds.change(instance, { status: unlessDeleting(instance, 'failed') });
      const message = `Read replica creation failed: ${why}`;
      rds.addEvent('db-instance', instance.id, 'read replica', message);
    },
  };
}

/** A read replica becomes an instance of its own, which takes writes. There is no way back. */
export function promote(work: WorkOf<'promote'>, context: WorkContext): Performance {
  const { rds, instance, upkeep, again } = context;
  const { host } = rds;
  return {
    act: async () => {
      if (!again) await pickUp(context);
      rds.change(instance, { status: unlessDeleting(instance, 'modifying') });
      await upkeep.alone(instance, () =>
        whilePowered(context, async () => {
          const zone = instance.settings.availabilityZone;
          if (rds.outages.isZoneDown(zone)) throw new Error(`${zone} has no power.`);
          const endpoint = await host.start(instance.server);
          await host.promote(instance.server);
          await rds.lead(instance, endpoint);
          rds.change(instance, {
            replicaOf: undefined,
            settings: { ...instance.settings, backupRetention: work.backupRetention },
          });
        }),
      );
      rds.change(instance, { status: afterWork(instance) });
      const message = 'Promoted Read Replica instance to a stand-alone database instance';
      rds.addEvent('db-instance', instance.id, 'read replica', message);
    },
    failed: (why) => {
      rds.change(instance, { status: afterWork(instance) });
      const message = `The read replica could not be promoted: ${why}`;
      rds.addEvent('db-instance', instance.id, 'failure', message);
    },
  };
}
