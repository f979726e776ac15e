import { failureOf } from '../../core/failure.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord } from './rds-state.ts';
import type { Production } from './seed.ts';

/**
 * Starts the servers that should run, after a restart of the sandbox. An instance whose server does not start
 * becomes `failed`. Production's server was started by whoever opens the cloud.
 */
export async function bringUpServers(rds: Rds, production: Production): Promise<void> {
  const starts = rds.state.instances.filter(shouldRun).map(async (instance) => {
    const status = instance.status === 'failed' ? 'available' : instance.status;
    if (instance.id === production.id) {
      rds.change(instance, { endpoint: production.endpoint, status });
      return;
    }
    try {
      rds.change(instance, { endpoint: await rds.host.start(instance.id), status });
    } catch (error) {
      if (instance.status === 'deleting') return;
      rds.change(instance, { status: 'failed' });
      const message = `The server did not start: ${failureOf(error).message}`;
      rds.addEvent('db-instance', instance.id, 'failure', message);
    }
  });
  await Promise.all(starts);
}

/** One that is being deleted needs its server only for the final snapshot. */
function shouldRun({ status, endpoint, works }: InstanceRecord): boolean {
  if (!endpoint) return false;
  switch (status) {
    case 'available':
    case 'backing-up':
    case 'modifying':
    case 'resetting-master-credentials':
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
