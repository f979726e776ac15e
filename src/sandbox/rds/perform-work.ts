import { failureOf } from '../../core/failure.ts';
import type { Work } from './rds-state.ts';
import type { Performance, WorkContext } from './work-context.ts';
import { remove } from './works/delete.ts';
import { failover } from './works/failover.ts';
import { modify } from './works/modify.ts';
import { reboot, start, stop } from './works/power.ts';
import { createReplica, promote } from './works/replica.ts';
import { restore } from './works/restore.ts';
import { takeSnapshot } from './works/take-snapshot.ts';

/**
 * Does one work with the database host, and puts the instance into the state that comes of it. Never throws.
 * @returns false when the sandbox closed first, and the work is still to do.
 */
export async function performWork(work: Work, context: WorkContext): Promise<boolean> {
  const { act, failed } = performanceOf(work, context);
  try {
    await act();
  } catch (error) {
    if (context.signal.aborted) return false;
    failed(failureOf(error).message);
  }
  return true;
}

function performanceOf(work: Work, context: WorkContext): Performance {
  switch (work.kind) {
    case 'restore-snapshot':
    case 'restore-to-time':
      return restore(work, context);
    case 'create-replica':
      return createReplica(context);
    case 'promote':
      return promote(work, context);
    case 'take-snapshot':
      return takeSnapshot(work, context);
    case 'modify':
      return modify(work, context);
    case 'stop':
      return stop(context);
    case 'start':
      return start(context);
    case 'reboot':
      return reboot(context);
    case 'failover':
      return failover(work, context);
    case 'delete':
      return remove(work, context);
  }
}
