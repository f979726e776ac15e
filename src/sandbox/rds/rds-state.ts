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
  /** How many servers have been named so far: no name is given twice. */
  serversNamed: number;
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
  | 'renaming'
  | 'rebooting'
  | 'starting'
  | 'stopping'
  | 'stopped'
  | 'deleting'
  | 'restore-error'
  | 'failed';

export interface InstanceRecord {
  /** Changes when the instance is renamed. */
  id: string;
  readonly resourceId: string;
  status: InstanceStatus;
  /** When its server first ran; absent while it is being made. */
  createdAt?: Instant;
  /** Where clients reach it. */
  endpoint?: Endpoint | undefined;
  /** Clients go through a door, which leads to whichever server is the right one and stays where it is. */
  hasDoor: boolean;
  /** Name of its server at the database host. */
  server: string;
  /** The second server of a Multi-AZ instance, once it is made. */
  standby?: StandbyRecord | undefined;
  /** Present of a read replica. */
  replicaOf?: ReplicaSource | undefined;
  /** Servers that are of no use any more, or not yet, and will be removed. */
  retired: readonly string[];
  settings: InstanceSettings;
  tags: Tag[];
  /** Accepted and not finished, in order. The first may have begun. Survives a crash, so that it is taken up again. */
  readonly works: Work[];
  /** Changes that wait for a maintenance window, which the sandbox does not have. */
  deferred: PendingChanges;
}

export interface StandbyRecord {
  readonly server: string;
  readonly zone: string;
  readonly endpoint: Endpoint;
  /** Whether it received from the primary at the last look at which the primary was there. */
  readonly inSync: boolean;
}

/** The instance that a read replica follows. */
export interface ReplicaSource {
  readonly region: string;
  readonly resourceId: string;
  /** Its name; after its deletion, the last one. */
  readonly id: string;
  /** Which of its servers is followed. */
  readonly server: string;
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
  /** ARN of the key of its storage. */
  readonly kmsKey: string;
  readonly deletionProtection: boolean;
  /** Days; 0 means no automated backups. */
  readonly backupRetention: number;
  readonly copyTagsToSnapshot: boolean;
  readonly autoMinorVersionUpgrade: boolean;
  readonly iamAuthentication: boolean;
  /** GiB up to which RDS would enlarge the storage by itself. */
  readonly maxAllocatedStorage?: number | undefined;
  readonly monitoring?: { readonly seconds: number; readonly role: string } | undefined;
  readonly performanceInsights?:
    | { readonly kmsKey: string; readonly retention: number }
    | undefined;
  readonly logExports: readonly string[];
  readonly caCertificate: string;
  /** UTC, `hh:mm-hh:mm`. The sandbox takes backups and makes changes whenever it likes. */
  readonly backupWindow: string;
  /** UTC, `ddd:hh:mm-ddd:hh:mm` */
  readonly maintenanceWindow: string;
}

/** Changes that take work, not only a note. */
export interface PendingChanges {
  readonly masterUserPassword?: string;
  readonly instanceClass?: string;
  readonly allocatedStorage?: number;
  readonly multiAz?: boolean;
  readonly newId?: string;
}

/** What is being done to an instance. */
export type Work =
  | { readonly kind: 'restore-snapshot'; readonly snapshot: string }
  | {
      readonly kind: 'restore-to-time';
      readonly source: string;
      /** The server of the source that has the backups. */
      readonly server: string;
      readonly target: Instant;
    }
  | { readonly kind: 'create-replica' }
  | { readonly kind: 'promote'; readonly backupRetention: number }
  /** `quiet`: nothing of it shows in the instance's status. */
  | { readonly kind: 'take-snapshot'; readonly snapshot: string; readonly quiet?: boolean }
  | { readonly kind: 'modify'; readonly changes: PendingChanges }
  | { readonly kind: 'stop' }
  | { readonly kind: 'start' }
  | { readonly kind: 'reboot' }
  /** From one server to the standby; `asked` for by a call, or because the server is dead. */
  | { readonly kind: 'failover'; readonly from: string; readonly asked: boolean }
  | { readonly kind: 'delete'; readonly finalSnapshot?: string };

export interface SnapshotRecord {
  readonly id: string;
  /** Who had it taken: a person, RDS itself or AWS Backup. */
  readonly type: 'manual' | 'automated' | 'awsbackup';
  /** The instance that it was taken of, by its name of today; after its deletion, the last one. */
  instance: string;
  readonly resourceId: string;
  /** The server that was copied. */
  server: string;
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
