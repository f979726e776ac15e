import type { Instant } from '../../core/ports.ts';
import type { Endpoint } from '../database-host.ts';

/** The part of the saved state that is RDS's. Plain JSON. */
export interface RdsState {
  readonly instances: InstanceRecord[];
  readonly snapshots: SnapshotRecord[];
  readonly subnetGroups: SubnetGroupRecord[];
  readonly parameterGroups: ParameterGroupRecord[];
  /** Oldest first. */
  readonly events: EventRecord[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export type InstanceStatus =
  | 'creating'
  | 'available'
  | 'backing-up'
  | 'modifying'
  | 'resetting-master-credentials'
  | 'starting'
  | 'stopping'
  | 'stopped'
  | 'deleting'
  | 'restore-error'
  | 'failed';

export interface InstanceRecord {
  /** Also the name of the server at the database host. */
  readonly id: string;
  readonly resourceId: string;
  status: InstanceStatus;
  /** When its server first ran; absent while it is being made. */
  createdAt?: Instant;
  endpoint?: Endpoint;
  settings: InstanceSettings;
  tags: Tag[];
  /** Accepted and not finished, in order. The first may have begun. Survives a crash, so that it is taken up again. */
  readonly works: Work[];
  /** Changes that wait for a maintenance window, which the sandbox does not have. */
  deferred: PendingChanges;
}

export interface InstanceSettings {
  readonly instanceClass: string;
  /** GiB, on paper. */
  readonly allocatedStorage: number;
  readonly storageType: string;
  readonly engineVersion: string;
  readonly database: string;
  readonly masterUser: string;
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  readonly optionGroup: string;
  readonly availabilityZone: string;
  readonly multiAz: boolean;
  readonly publiclyAccessible: boolean;
  readonly encrypted: boolean;
  readonly deletionProtection: boolean;
  /** Days; 0 means no automated backups. */
  readonly backupRetention: number;
  readonly copyTagsToSnapshot: boolean;
  readonly autoMinorVersionUpgrade: boolean;
  readonly iamAuthentication: boolean;
}

/** Changes that take work, not only a note. */
export interface PendingChanges {
  readonly masterUserPassword?: string;
  readonly instanceClass?: string;
  readonly allocatedStorage?: number;
  readonly multiAz?: boolean;
}

/** What is being done to an instance. */
export type Work =
  | { readonly kind: 'restore-snapshot'; readonly snapshot: string }
  | { readonly kind: 'restore-to-time'; readonly source: string; readonly target: Instant }
  | { readonly kind: 'take-snapshot'; readonly snapshot: string }
  | { readonly kind: 'modify'; readonly changes: PendingChanges }
  | { readonly kind: 'stop' }
  | { readonly kind: 'start' }
  | { readonly kind: 'delete'; readonly finalSnapshot?: string };

export interface SnapshotRecord {
  readonly id: string;
  readonly type: 'manual' | 'automated';
  /** Id and resource id of the instance that it was taken of. */
  readonly instance: string;
  readonly resourceId: string;
  readonly instanceCreatedAt: Instant;
  status: 'creating' | 'available' | 'deleting' | 'failed';
  /** When it was asked for. */
  readonly requestedAt: Instant;
  /** When it was complete. */
  createdAt?: Instant;
  /** Time of the newest transaction in it. */
  databaseTime?: Instant;
  sizeBytes?: number;
  /** Of the instance, as they were. */
  readonly settings: InstanceSettings;
  tags: Tag[];
}

export interface SubnetGroupRecord {
  readonly name: string;
  readonly description: string;
  readonly vpc: string;
  readonly subnets: readonly { readonly id: string; readonly zone: string }[];
  tags: Tag[];
}

export interface ParameterGroupRecord {
  readonly name: string;
  readonly family: string;
  readonly description: string;
  tags: Tag[];
}

export interface EventRecord {
  readonly seq: number;
  readonly at: Instant;
  readonly sourceType: 'db-instance' | 'db-snapshot';
  readonly source: string;
  readonly categories: readonly string[];
  readonly message: string;
}
