import type { FaultBook } from '../fault/fault-book.ts';
import type { RdsContext } from '../rds/rds-context.ts';
import { Backup } from './backup.ts';
import type { BackupContext } from './backup-context.ts';
import { BackupJobs } from './backup-jobs.ts';
import { beginDuePlans } from './backup-loop.ts';
import type { BackupState } from './backup-state.ts';

/** AWS Backup of one Region, over its RDS; nothing is done yet. */
export function openBackup(parts: {
  readonly state: BackupState;
  readonly rds: RdsContext;
  readonly faults: FaultBook;
  save(): Promise<void>;
}): BackupContext {
  const { state, rds } = parts;
  const { clock, place } = rds.rds;
  const backup = new Backup({ state, clock, place });
  return { backup, rds, jobs: new BackupJobs({ ...parts, backup }) };
}

/** The first run of the plans: whoever opens the cloud finds a recovery point in it. */
export async function makeFirstBackups(context: BackupContext): Promise<void> {
  const jobs = beginDuePlans(context);
  await context.rds.lifecycle.settled();
  for (const job of jobs) context.jobs.runBackup(job);
  await context.jobs.backupsSettled();
}
