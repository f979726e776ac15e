import type { Mutation } from '../../core/activity.ts';
import type { Services } from '../services.ts';
import { type CreateReadReplicaInput, createReadReplica } from './create-read-replica.ts';
import type { MadeInstance, MadeReceipt } from './made-instance.ts';
import { removal } from './remove-instance.ts';

/**
 * Makes a read replica that lives as long as the run, promoted or not: the rehearsal's stand-in for production's.
 * Fails with `REPLICA_FAILED` or `BACKUPS_OFF`, or with `NAME_TAKEN`, `NOT_OURS` or `REPLICA_REPLACED` (class `safety`).
 */
export const createRehearsalReplica: Mutation<
  CreateReadReplicaInput,
  MadeReceipt,
  MadeInstance,
  Services
> = { ...createReadReplica, name: 'rds.create-rehearsal-replica', undo: removal };
