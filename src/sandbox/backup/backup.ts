import type { Clock, Instant } from '../../core/ports.ts';
import type { Place } from '../rds/arn.ts';
import { History } from '../rds/history.ts';
import { notFound } from './backup-error.ts';
import type {
  BackupJobRecord,
  BackupState,
  PlanRecord,
  RecoveryPointRecord,
  RestoreJobRecord,
  TestingPlanRecord,
  VaultRecord,
} from './backup-state.ts';

/** Jobs that have ended are remembered up to this number of each kind. */
const JOBS_KEPT = 500;

/** AWS Backup's resources in one Region; operations and jobs work on it. */
export class Backup {
  readonly state: BackupState;
  readonly clock: Clock;
  readonly place: Place;
  readonly #restoreHistory = new History<RestoreJobRecord>(({ id }) => id);

  constructor(parts: { state: BackupState; clock: Clock; place: Place }) {
    this.state = parts.state;
    this.clock = parts.clock;
    this.place = parts.place;
  }

  now(): Instant {
    return new Date(this.clock.now()).toISOString();
  }

  arn(type: 'backup-vault' | 'backup-plan' | 'restore-testing-plan', name: string): string {
    const { region, accountId } = this.place;
    return `arn:aws:backup:${region}:${accountId}:${type}:${name}`;
  }

  /** @throws ServiceError `ResourceNotFoundException`. */
  vault(name = ''): VaultRecord {
    const vault = this.state.vaults.find((each) => each.name === name);
    if (!vault) throw notFound(`Backup vault ${name} does not exist.`);
    return vault;
  }

  /** @throws ServiceError `ResourceNotFoundException`. */
  plan(id = ''): PlanRecord {
    const plan = this.state.plans.find((each) => each.id === id);
    if (!plan) throw notFound(`Backup plan ${id} does not exist.`);
    return plan;
  }

  /** @throws ServiceError `ResourceNotFoundException`. */
  testingPlan(name = ''): TestingPlanRecord {
    const plan = this.state.testingPlans.find((each) => each.name === name);
    if (!plan) throw notFound(`Restore testing plan ${name} does not exist.`);
    return plan;
  }

  findRecoveryPoint(arn: string): RecoveryPointRecord | undefined {
    return this.state.recoveryPoints.find((each) => each.arn === arn);
  }

  /** @param vault where it must be; any when absent. @throws ServiceError `ResourceNotFoundException`. */
  recoveryPoint(arn = '', vault?: string): RecoveryPointRecord {
    const found = this.findRecoveryPoint(arn);
    if (found && (vault === undefined || found.vault === vault)) return found;
    throw notFound(`Recovery point ${arn} does not exist.`);
  }

  /** @throws ServiceError `ResourceNotFoundException`. */
  backupJob(id = ''): BackupJobRecord {
    const job = this.state.backupJobs.find((each) => each.id === id);
    if (!job) throw notFound(`Backup job ${id} does not exist.`);
    return job;
  }

  /** @param stale as they were before the last change of each */
  restoreJobs(stale: boolean): readonly RestoreJobRecord[] {
    const { restoreJobs } = this.state;
    return stale ? this.#restoreHistory.stale(restoreJobs) : restoreJobs;
  }

  /** @throws ServiceError `ResourceNotFoundException`. */
  restoreJob(id = '', stale = false): RestoreJobRecord {
    const job = this.restoreJobs(stale).find((each) => each.id === id);
    if (!job) throw notFound(`Restore job ${id} does not exist.`);
    return job;
  }

  addBackupJob(job: BackupJobRecord): void {
    this.state.backupJobs.push(job);
    forgetOldest(this.state.backupJobs);
  }

  addRestoreJob(job: RestoreJobRecord): void {
    this.#restoreHistory.appearing(job);
    this.state.restoreJobs.push(job);
    forgetOldest(this.state.restoreJobs);
  }

  /** Every change of a restore job goes through here, so that what it was before is known. */
  changeRestoreJob(job: RestoreJobRecord, patch: Partial<Omit<RestoreJobRecord, 'id'>>): void {
    this.#restoreHistory.changing(job);
    Object.assign(job, patch);
  }

  /** Newest first, of one resource or of all. */
  recoveryPointsOf(resourceArn?: string): RecoveryPointRecord[] {
    return this.state.recoveryPoints
      .filter((each) => resourceArn === undefined || each.resourceArn === resourceArn)
      .sort((a, b) => (a.createdAt > b.createdAt ? -1 : 1));
  }
}

function forgetOldest(jobs: { readonly completedAt?: Instant }[]): void {
  const ended = jobs.findIndex(({ completedAt }) => completedAt !== undefined);
  if (jobs.length > JOBS_KEPT && ended >= 0) jobs.splice(ended, 1);
}
