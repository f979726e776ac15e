import type { Ms } from '../../core/ports.ts';
import type { FaultBook } from '../fault/fault-book.ts';
import type { RdsContext } from '../rds/rds-context.ts';
import type { Backup } from './backup.ts';
import type { BackupJobRecord, RestoreJobRecord } from './backup-state.ts';
import { cleanUpTest, endValidation } from './clean-up-test.ts';
import { askForRestore, endRestore, followInstance } from './perform-restore.ts';
import { followSnapshot } from './take-backup.ts';

/** Time between accepting a restore job and taking it up: until then it is `PENDING`. */
const TAKE_UP_MS: Ms = 250;
/** Between two looks at what RDS does for a job. */
const FOLLOW_EVERY_MS: Ms = 100;
/** Between two looks whether a restore test has been judged. */
const JUDGED_EVERY_MS: Ms = 1000;

/** Carries out what AWS Backup has accepted; jobs run side by side. */
export class BackupJobs {
  readonly #backup: Backup;
  readonly #rds: RdsContext;
  readonly #faults: FaultBook;
  readonly #save: () => Promise<void>;
  readonly #running = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(parts: {
    readonly backup: Backup;
    readonly rds: RdsContext;
    /** One of them may abort restore jobs. */
    readonly faults: FaultBook;
    save(): Promise<void>;
  }) {
    this.#backup = parts.backup;
    this.#rds = parts.rds;
    this.#faults = parts.faults;
    this.#save = () => parts.save();
  }

  /** Follows a backup job to its end. The caller saves before it answers. */
  runBackup(job: BackupJobRecord): void {
    this.#run(`backup ${job.id}`, () => this.#backUp(job));
  }

  /** Carries out a restore job, and removes what a restore test made when its time has come. */
  runRestore(job: RestoreJobRecord): void {
    this.#run(`restore ${job.id}`, () => this.#restore(job));
  }

  /** Takes up what was in flight when the sandbox stopped. */
  resume(): void {
    const { backupJobs, restoreJobs } = this.#backup.state;
    for (const job of backupJobs) if (job.completedAt === undefined) this.runBackup(job);
    for (const job of restoreJobs) {
      if (job.completedAt === undefined || isTestToClean(job)) this.runRestore(job);
    }
  }

  /** Resolves when no backup is being made any more. */
  async backupsSettled(): Promise<void> {
    for (;;) {
      const backups = [...this.#running].filter(([key]) => key.startsWith('backup '));
      if (backups.length === 0) return;
      await Promise.all(backups.map(([, run]) => run));
    }
  }

  /** Ends what is being done right now; the rest stands in the saved state. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running.values());
  }

  #run(key: string, task: () => Promise<void>): void {
    if (this.#running.has(key)) return;
    // Begins in a later turn: the change that brings the job is complete by then.
    const run = Promise.resolve()
      .then(task)
      // The sandbox closes: what is not done stands in the saved state.
      .catch(() => undefined)
      .finally(() => this.#running.delete(key));
    this.#running.set(key, run);
  }

  async #backUp(job: BackupJobRecord): Promise<void> {
    while (!followSnapshot(this.#backup, this.#rds, job)) await this.#wait(FOLLOW_EVERY_MS);
    await this.#saveQuietly();
  }

  async #restore(job: RestoreJobRecord): Promise<void> {
    if (job.status === 'PENDING') {
      await this.#wait(TAKE_UP_MS);
      await askForRestore(this.#backup, this.#rds, job);
      await this.#saveQuietly();
    }
    while (!this.#aborts(job) && !followInstance(this.#backup, this.#rds, job)) {
      await this.#wait(FOLLOW_EVERY_MS);
    }
    await this.#saveQuietly();
    if (!isTestToClean(job)) return;
    while (!endValidation(this.#backup, job)) await this.#wait(JUDGED_EVERY_MS);
    for (;;) {
      const isGone = await cleanUpTest(this.#backup, this.#rds, job);
      await this.#saveQuietly();
      if (isGone) return;
      await this.#wait(FOLLOW_EVERY_MS);
    }
  }

  /** AWS gives up where a fault wants it; what RDS has begun goes on. */
  #aborts(job: RestoreJobRecord): boolean {
    const isAborted = this.#faults.has('aborted', 'backup:StartRestoreJob');
    if (!isAborted || job.completedAt !== undefined) return false;
    endRestore(this.#backup, job, 'ABORTED', 'The restore job was aborted by the service.');
    return true;
  }

  /** When it fails, the state on disk is older, and the next start goes on from there. */
  async #saveQuietly(): Promise<void> {
    await this.#save().catch(() => undefined);
  }

  #wait(ms: Ms): Promise<void> {
    return this.#backup.clock.sleep(ms, this.#closing.signal);
  }
}

/** What a restore test has made is removed by AWS Backup itself, once, and not tried again when that fails. */
function isTestToClean({ test, created, deletion }: RestoreJobRecord): boolean {
  return (
    test !== undefined && created !== undefined && (deletion?.status ?? 'DELETING') === 'DELETING'
  );
}
