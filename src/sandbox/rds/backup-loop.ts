import type { Ms } from '../../core/ports.ts';
import { automatedSnapshot, isBackupDue } from './automated-snapshot.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Rds } from './rds.ts';

const LOOK_EVERY_MS: Ms = 30_000;

/** Has automated snapshots taken when they are due. */
export function takeDueBackups(rds: Rds, lifecycle: Lifecycle): void {
  for (const instance of rds.state.instances) {
    if (!isBackupDue(rds, instance)) continue;
    const snapshot = automatedSnapshot(rds, instance);
    if (snapshot) lifecycle.enqueue(instance, { kind: 'take-snapshot', snapshot: snapshot.id });
  }
}

/** Goes on until the signal fires. */
export async function keepTakingBackups(
  rds: Rds,
  lifecycle: Lifecycle,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await rds.clock.sleep(LOOK_EVERY_MS, signal);
    } catch {
      return;
    }
    await rds.lookAtServers();
    takeDueBackups(rds, lifecycle);
  }
}
