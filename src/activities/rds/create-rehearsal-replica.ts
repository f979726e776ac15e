import type { Mutation } from '../../core/activity.ts';
import type { Services } from '../services.ts';
import {
  type CreateReadReplicaInput,
  creatingReplica,
  type WantedReplica,
} from './create-read-replica.ts';
import type { MadeInstance, MadeReceipt } from './made-instance.ts';
import { removal } from './remove-instance.ts';

export interface CreateRehearsalReplicaInput extends CreateReadReplicaInput {
  readonly target: RehearsalTarget;
}

/** Where the replica goes and how it is set. */
interface RehearsalTarget {
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  readonly instanceClass: string;
  /** A key of the replica's Region; needed for an encrypted source in another Region. */
  readonly kmsKey?: string;
}

/**
 * Makes a read replica that lives as long as the run, promoted or not: the rehearsal's stand-in for production's.
 * Fails with `REPLICA_FAILED` or `BACKUPS_OFF`, or with `NAME_TAKEN`, `NOT_OURS` or `REPLICA_REPLACED` (class `safety`).
 */
export const createRehearsalReplica: Mutation<
  CreateRehearsalReplicaInput,
  MadeReceipt,
  MadeInstance,
  Services
> = { ...creatingReplica(wantedFor), name: 'rds.create-rehearsal-replica', undo: removal };

function wantedFor({ source, target }: CreateRehearsalReplicaInput): WantedReplica {
  return {
    settings: {
      DBInstanceClass: target.instanceClass,
      Port: source.port,
      DBSubnetGroupName: target.subnetGroup,
      VpcSecurityGroupIds: [...target.securityGroups],
      DBParameterGroupName: target.parameterGroup,
      ...(target.kmsKey !== undefined && { KmsKeyId: target.kmsKey }),
      MultiAZ: false,
      PubliclyAccessible: false,
      DeletionProtection: false,
      AutoMinorVersionUpgrade: false,
      CopyTagsToSnapshot: false,
    },
    tags: {},
  };
}
