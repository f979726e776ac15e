import type { Ms } from '../../core/ports.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord, InstanceStatus, SnapshotRecord, Work } from './rds-state.ts';
import type { Upkeep } from './upkeep.ts';

/**
 * Time between accepting a modification and taking it up. RDS takes modifications up in a workflow of its own: until
 * then the instance is still `available`, with the change pending.
 */
export const PICK_UP_MS: Ms = 250;

export interface WorkContext {
  readonly rds: Rds;
  readonly instance: InstanceRecord;
  readonly upkeep: Upkeep;
  /** The work may have begun before: the sandbox was stopped in the middle of it. */
  readonly again: boolean;
  /** Fires when the sandbox closes. */
  readonly signal: AbortSignal;
  enqueue(instance: InstanceRecord, work: Work): void;
  discard(snapshot: SnapshotRecord): void;
  /** Resolves when the state is on disk. */
  save(): Promise<void>;
}

export type WorkOf<Kind extends Work['kind']> = Extract<Work, { kind: Kind }>;

/** One work, ready to be done. */
export interface Performance {
  act(): Promise<void>;
  /** A failure becomes a status and an event, as in RDS. */
  failed(why: string): void;
}

export async function pickUp({ rds, signal }: WorkContext): Promise<void> {
  await rds.clock.sleep(PICK_UP_MS, signal);
}

/**
 * Does something at the database host. Waits while the Region has no power, and does it again when that went away in
 * the middle.
 * @param act gets whether it may have been begun before
 */
export async function whilePowered<Result>(
  { rds, instance, again, signal }: WorkContext,
  act: (again: boolean) => Promise<Result>,
): Promise<Result> {
  return rds.outages.whilePowered(rds.place.region, signal, async (repeated) => {
    try {
      return await act(again || repeated);
    } finally {
      // What came up where there is no power must not run.
      if (rds.outages.isZoneDown(instance.settings.availabilityZone)) {
        await rds.host.kill(instance.server).catch(() => undefined);
      }
    }
  });
}

export function unlessDeleting(instance: InstanceRecord, status: InstanceStatus): InstanceStatus {
  return instance.status === 'deleting' ? 'deleting' : status;
}

/** Available, unless there is more to do: the next work brings its own status. */
export function afterWork(instance: InstanceRecord): InstanceStatus {
  return instance.works.length > 1 ? instance.status : unlessDeleting(instance, 'available');
}
