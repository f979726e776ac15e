import type { Instant } from '../../core/ports.ts';

/** The part of a Region's saved state that is AWS Backup's. Plain JSON. */
export interface BackupState {
  readonly vaults: VaultRecord[];
  readonly plans: PlanRecord[];
  readonly recoveryPoints: RecoveryPointRecord[];
  /** Oldest first. */
  readonly backupJobs: BackupJobRecord[];
  /** Oldest first. */
  readonly restoreJobs: RestoreJobRecord[];
  readonly testingPlans: TestingPlanRecord[];
}

export interface Tags {
  [key: string]: string;
}

export interface VaultRecord {
  readonly name: string;
  readonly createdAt: Instant;
  readonly creatorRequestId?: string;
  readonly encryptionKeyArn: string;
  tags: Tags;
}

export interface PlanRecord {
  readonly id: string;
  readonly versionId: string;
  readonly name: string;
  readonly createdAt: Instant;
  lastRunAt?: Instant;
  readonly rules: readonly RuleRecord[];
  readonly selections: readonly SelectionRecord[];
  tags: Tags;
}

export interface RuleRecord {
  readonly id: string;
  readonly name: string;
  readonly vault: string;
  /** In UTC, e.g. `cron(0/10 * ? * * *)`. */
  readonly schedule: string;
  readonly deleteAfterDays: number;
}

export interface SelectionRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly roleArn: string;
  /** ARNs. */
  readonly resources: readonly string[];
}

/** Which rule of which plan had a recovery point made. */
export interface Creator {
  readonly plan: string;
  readonly rule: string;
}

export interface RecoveryPointRecord {
  /** That of the snapshot at RDS. */
  readonly arn: string;
  /** Id of the snapshot at RDS. */
  readonly snapshot: string;
  readonly vault: string;
  readonly resourceArn: string;
  readonly roleArn: string;
  readonly creator?: Creator;
  status: 'CREATING' | 'COMPLETED' | 'STOPPED' | 'DELETING';
  statusMessage?: string;
  /** When the job that made it was created: the data in it may be a little newer. */
  readonly createdAt: Instant;
  completedAt?: Instant;
  sizeBytes?: number;
  readonly deleteAfterDays?: number;
  lastRestoredAt?: Instant;
  tags: Tags;
}

export interface BackupJobRecord {
  readonly id: string;
  readonly vault: string;
  readonly resourceArn: string;
  readonly recoveryPoint: string;
  readonly roleArn: string;
  readonly creator?: Creator;
  readonly createdAt: Instant;
  readonly asked?: AskedOnce;
  state: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED';
  message?: string;
  completedAt?: Instant;
}

/** A request that carried a token: the same again means the same job. */
export interface AskedOnce {
  readonly token: string;
  /** The request without its token, as JSON. */
  readonly request: string;
}

export interface RestoreJobRecord {
  readonly id: string;
  readonly recoveryPoint: string;
  readonly recoveryPointCreatedAt: Instant;
  readonly vault: string;
  readonly resourceArn: string;
  readonly roleArn?: string;
  readonly metadata: { readonly [key: string]: string };
  readonly copiesTags: boolean;
  readonly createdAt: Instant;
  readonly sizeBytes?: number;
  readonly asked?: AskedOnce;
  /** Absent for a job that somebody asked for. */
  readonly test?: RestoreTest;
  status: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'ABORTED';
  message?: string;
  completedAt?: Instant;
  /** The instance that the job had made: its ARN and its resource id, which is never used again. */
  created?: { readonly arn: string; readonly resourceId: string };
  validation?: {
    readonly status: 'VALIDATING' | 'SUCCESSFUL' | 'FAILED' | 'TIMED_OUT';
    readonly message?: string;
  };
  /** Of what a restore test made. */
  deletion?: { readonly status: 'DELETING' | 'SUCCESSFUL' | 'FAILED'; readonly message?: string };
}

export interface RestoreTest {
  readonly planArn: string;
  readonly selection: string;
  readonly validationWindowHours: number;
}

export interface TestingPlanRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Instant;
  readonly creatorRequestId?: string;
  lastRunAt?: Instant;
  /** In UTC. */
  readonly schedule: string;
  readonly startWindowHours: number;
  readonly algorithm: 'LATEST_WITHIN_WINDOW' | 'RANDOM_WITHIN_WINDOW';
  readonly includeVaults: readonly string[];
  readonly excludeVaults: readonly string[];
  readonly recoveryPointTypes: readonly ('SNAPSHOT' | 'CONTINUOUS')[];
  readonly selectionWindowDays: number;
  readonly selections: TestingSelectionRecord[];
  tags: Tags;
}

export interface TestingSelectionRecord {
  readonly name: string;
  readonly createdAt: Instant;
  readonly creatorRequestId?: string;
  readonly roleArn: string;
  readonly resourceType: 'RDS';
  /** ARNs, or `*`. */
  readonly resourceArns: readonly string[];
  readonly overrides: { readonly [key: string]: string };
  readonly validationWindowHours: number;
}

/** AWS Backup in a Region where nobody has set it up. */
export function newBackupState(): BackupState {
  return {
    vaults: [],
    plans: [],
    recoveryPoints: [],
    backupJobs: [],
    restoreJobs: [],
    testingPlans: [],
  };
}
