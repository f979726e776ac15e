import { surplusSnapshots } from '../automated-snapshot.ts';
import {
  afterWork,
  type Performance,
  unlessDeleting,
  type WorkContext,
  type WorkOf,
  whilePowered,
} from '../work-context.ts';

export function takeSnapshot(work: WorkOf<'take-snapshot'>, context: WorkContext): Performance {
  const { rds, instance, discard } = context;
  const snapshot = rds.findSnapshot(work.snapshot);
  return {
    act: async () => {
      if (!snapshot) return;
      if (!work.quiet) rds.change(instance, { status: unlessDeleting(instance, 'backing-up') });
      const { server } = instance;
      const facts = await whilePowered(context, async (again) => {
        if (again) await rds.host.removeSnapshot(snapshot.id).catch(() => undefined);
        return rds.host.takeSnapshot(server, snapshot.id);
      });
      const done = { status: 'available', server, createdAt: rds.now() } as const;
      rds.changeSnapshot(snapshot, { ...facts, ...done });
      const kind = snapshot.type === 'automated' ? 'Automated' : 'Manual';
      rds.addEvent('db-snapshot', snapshot.id, 'creation', `${kind} snapshot created`);
      for (const surplus of surplusSnapshots(rds, instance)) discard(surplus);
      rds.change(instance, { status: afterWork(instance) });
    },
    failed: (why) => {
      if (snapshot) rds.changeSnapshot(snapshot, { status: 'failed' });
      rds.addEvent('db-snapshot', work.snapshot, 'failure', `The snapshot failed: ${why}`);
      rds.change(instance, { status: afterWork(instance) });
    },
  };
}
