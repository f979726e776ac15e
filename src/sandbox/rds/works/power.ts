import {
  afterWork,
  type Performance,
  pickUp,
  unlessDeleting,
  type WorkContext,
  whilePowered,
} from '../work-context.ts';

export function stop(context: WorkContext): Performance {
  const { rds, instance, upkeep } = context;
  return {
    act: async () => {
      const { server, standby } = instance;
      await upkeep.alone(instance, () =>
        whilePowered(context, async () => {
          await rds.host.stop(server);
          if (standby) await rds.host.stop(standby.server);
        }),
      );
      await rds.lead(instance, undefined);
      rds.change(instance, {
        status: unlessDeleting(instance, 'stopped'),
        ...(standby && { standby: { ...standby, inSync: false } }),
      });
      rds.addEvent('db-instance', instance.id, 'notification', 'DB instance stopped');
    },
    failed: failing(context),
  };
}

export function start(context: WorkContext): Performance {
  const { rds, instance } = context;
  return {
    act: async () => {
      await rds.lead(instance, await whilePowered(context, () => rds.host.start(instance.server)));
      rds.change(instance, { status: afterWork(instance) });
      rds.addEvent('db-instance', instance.id, 'notification', 'DB instance started');
    },
    failed: failing(context),
  };
}

export function reboot(context: WorkContext): Performance {
  const { rds, instance, upkeep } = context;
  return {
    act: async () => {
      await pickUp(context);
      rds.change(instance, { status: unlessDeleting(instance, 'rebooting') });
      await upkeep.alone(instance, () => restartServer(context));
      rds.change(instance, { status: afterWork(instance) });
    },
    failed: failing(context),
  };
}

/** Takes the server down and up again, at the same place if that is free. */
export async function restartServer(context: WorkContext): Promise<void> {
  const { rds, instance } = context;
  const endpoint = await whilePowered(context, async () => {
    await rds.host.stop(instance.server);
    return rds.host.start(instance.server);
  });
  await rds.lead(instance, endpoint);
  rds.addEvent('db-instance', instance.id, 'availability', 'DB instance restarted');
}

function failing({ rds, instance }: WorkContext): (why: string) => void {
  return (why) => {
    rds.change(instance, { status: unlessDeleting(instance, 'failed') });
    rds.addEvent('db-instance', instance.id, 'failure', why);
  };
}
