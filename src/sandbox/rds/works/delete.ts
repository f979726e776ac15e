import { replicasOf } from '../replication.ts';
import { type Performance, type WorkContext, type WorkOf, whilePowered } from '../work-context.ts';

export function remove({ finalSnapshot }: WorkOf<'delete'>, context: WorkContext): Performance {
  const { rds, instance, upkeep, discard, enqueue } = context;
  return {
    act: async () => {
      if (finalSnapshot && rds.findSnapshot(finalSnapshot)?.status !== 'available') {
        rds.change(instance, { status: 'available' });
        const message = 'The DB instance was not deleted because its final snapshot failed';
        rds.addEvent('db-instance', instance.id, 'failure', message);
        return;
      }
      await upkeep.alone(instance, async () => {
        const { server, standby, retired } = instance;
        const all = [server, ...(standby ? [standby.server] : []), ...retired];
        await whilePowered(context, async () => {
          for (const each of all) await rds.host.destroy(each);
        });
        await rds.doors.close(instance.resourceId);
        rds.removeInstance(instance);
      });
      rds.addEvent('db-instance', instance.id, 'deletion', 'DB instance deleted');
      for (const snapshot of [...rds.state.snapshots]) {
        if (snapshot.type === 'automated' && snapshot.resourceId === instance.resourceId) {
          discard(snapshot);
        }
      }
      leaveReplicas();
    },
    failed: (why) => {
      rds.change(instance, { status: 'failed' });
      const message = `The DB instance could not be deleted: ${why}`;
      rds.addEvent('db-instance', instance.id, 'failure', message);
    },
  };

  /** Those of the same Region are promoted, as in RDS; those of others stay replicas, of nothing. */
  function leaveReplicas(): void {
    for (const { rds: theirs, instance: replica } of replicasOf(rds, instance)) {
      const message = 'Replication for the Read Replica was terminated';
      theirs.addEvent('db-instance', replica.id, 'read replica', message);
      if (theirs === rds && replica.createdAt)
        enqueue(replica, { kind: 'promote', backupRetention: 0 });
    }
  }
}
