import { automatedSnapshot, backupDue } from './automated-snapshot.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Rds } from './rds.ts';

/** Has automated snapshots taken that are due. */
export function takeDueBackups(rds: Rds, lifecycle: Lifecycle): void {
  for (const instance of rds.state.instances) {
    const due = backupDue(rds, instance);
    const snapshot = due && automatedSnapshot(rds, instance);
    if (!snapshot) continue;
    const quiet = due === 'new-server';
    lifecycle.enqueue(instance, { kind: 'take-snapshot', snapshot: snapshot.id, quiet });
  }
}
