import {
  afterWork,
  type Performance,
  pickUp,
  unlessDeleting,
  type WorkContext,
  type WorkOf,
  whilePowered,
} from '../work-context.ts';

/** The standby becomes the primary, behind the same door; a new standby is built where the old primary was. */
export function failover(work: WorkOf<'failover'>, context: WorkContext): Performance {
  const { rds, instance, upkeep, again, save } = context;
  const { host } = rds;
  const tell = (message: string) => rds.addEvent('db-instance', instance.id, 'failover', message);
  return {
    act: async () => {
      if (work.asked && !again) await pickUp(context);
      rds.change(instance, { status: unlessDeleting(instance, 'rebooting') });
      await upkeep.alone(instance, async () => {
        if (instance.server === work.from && !(await handOver())) return;
        await whilePowered(context, async () => {
          if (instance.retired.includes(work.from)) await host.kill(work.from);
          const endpoint = await host.start(instance.server);
          await host.promote(instance.server);
          await rds.lead(instance, endpoint);
        });
        rds.addEvent('db-instance', instance.id, 'availability', 'DB instance restarted');
        tell('Multi-AZ instance failover completed');
      });
      rds.change(instance, { status: afterWork(instance) });
    },
    failed: (why) => {
      // Nothing has changed when the old server is still the one.
      const isUnchanged = instance.server === work.from;
      const status = isUnchanged ? afterWork(instance) : unlessDeleting(instance, 'failed');
      rds.change(instance, { status });
      rds.addEvent('db-instance', instance.id, 'failure', `The failover failed: ${why}`);
    },
  };

  /**
   * From here on the old server is none of the instance's any more, also after a crash.
   * @returns false when the old server, which was thought dead, is back
   */
  async function handOver(): Promise<boolean> {
    const { standby, settings, retired } = instance;
    if (!standby) throw new Error('There is no standby.');
    // In this order: what has just lost its primary does not receive, and lacks nothing.
    const receives = (await host.replication(standby.server))?.streaming ?? false;
    const isUp = await host.isUp(work.from);
    if (isUp && !work.asked) return false;
    if (isUp && !receives) {
      throw new Error('The standby does not have everything that the primary has.');
    }
    tell('Multi-AZ instance failover started');
    await rds.lead(instance, undefined);
    rds.change(instance, {
      server: standby.server,
      standby: undefined,
      settings: { ...settings, availabilityZone: standby.zone },
      retired: [...retired, work.from],
    });
    await save();
    return true;
  }
}
