import { failureOf } from '../../core/failure.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord } from './rds-state.ts';

/**
 * Starts the servers that should run; those in a zone without power are left alone. An instance whose server does not
 * start becomes `failed`. Standbys are seen to later.
 * @param zones only there. @default everywhere
 */
export async function bringUpServers(rds: Rds, zones?: readonly string[]): Promise<void> {
  const here = rds.state.instances.filter((instance) => {
    const zone = instance.settings.availabilityZone;
    const isMeant = zones?.includes(zone) ?? true;
    return isMeant && shouldRun(instance) && !rds.outages.isZoneDown(zone);
  });
  await Promise.all(here.map((instance) => bringUp(rds, instance)));
}

async function bringUp(rds: Rds, instance: InstanceRecord): Promise<void> {
  try {
    await rds.lead(instance, await rds.host.start(instance.server));
    if (instance.status === 'failed') rds.change(instance, { status: 'available' });
  } catch (error) {
    if (instance.status === 'deleting') return;
    rds.change(instance, { status: 'failed' });
    const message = `The server did not start: ${failureOf(error).message}`;
    rds.addEvent('db-instance', instance.id, 'failure', message);
  }
}

/** Kills the servers in zones without power, and closes the way to them. */
export async function takeDownServers(rds: Rds): Promise<void> {
  const isDark = (zone: string) => rds.outages.isZoneDown(zone);
  await Promise.all(
    rds.state.instances.map(async (instance) => {
      const { server, standby, settings } = instance;
      if (isDark(settings.availabilityZone)) {
        if (instance.endpoint) await rds.lead(instance, undefined);
        await kill(server);
      }
      if (standby && isDark(standby.zone)) await kill(standby.server);
    }),
  );

  /** One that is still being made, or is none any more, cannot be killed. */
  async function kill(server: string): Promise<void> {
    await rds.host.kill(server).catch(() => undefined);
  }
}

/** One that is being deleted needs its server only for the final snapshot. */
function shouldRun({ status, endpoint, works }: InstanceRecord): boolean {
  if (!endpoint) return false;
  switch (status) {
    case 'available':
    case 'backing-up':
    case 'modifying':
    case 'resetting-master-credentials':
    case 'renaming':
    case 'rebooting':
    case 'failed':
      return true;
    case 'deleting':
      return works.some(({ kind }) => kind === 'take-snapshot');
    case 'creating':
    case 'starting':
    case 'stopping':
    case 'stopped':
    case 'restore-error':
      return false;
  }
}
