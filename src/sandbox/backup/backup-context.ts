import type { RdsContext } from '../rds/rds-context.ts';
import type { Backup } from './backup.ts';
import type { BackupJobs } from './backup-jobs.ts';

/** What AWS Backup's operations work on: its own records, and the RDS of the same Region. */
export interface BackupContext {
  readonly backup: Backup;
  readonly jobs: BackupJobs;
  readonly rds: RdsContext;
}
