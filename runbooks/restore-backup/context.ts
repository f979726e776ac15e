import {
  type ArchitectureSubject,
  activities,
  type DataOfDrill,
  type Failure,
  type InputOf,
  type Instant,
  lookAtArchitecture,
  type Ms,
  type OutputOf,
  type RunNames,
  resourceName,
  rtoExceeded,
  type Scenario,
} from '../../src/index.ts';
import type { Parameters } from './parameters.ts';

/** The activities of this runbook, by the names that its machine invokes. */
export const used = {
  'account.confirm-identity': activities['account.confirm-identity'],
  'architecture.look': lookAtArchitecture(
    'db-instance',
    'backup-vault',
    'backup-plans',
    'restore-test',
  ),
  'rds.inspect-source': activities['rds.inspect-source'],
  'rds.inspect-target': activities['rds.inspect-target'],
  'backup.inspect-vault': activities['backup.inspect-vault'],
  'backup.inspect-restore-job': activities['backup.inspect-restore-job'],
  'sql.take-baseline': activities['sql.take-baseline'],
  'sql.inject-loss': activities['sql.inject-loss'],
  'sql.await-loss': activities['sql.await-loss'],
  'backup.choose-recovery-point': activities['backup.choose-recovery-point'],
  'backup.start-restore': activities['backup.start-restore'],
  'backup.claim-instance': activities['backup.claim-instance'],
  'backup.borrow-instance': activities['backup.borrow-instance'],
  'rds.confirm-isolation': activities['rds.confirm-isolation'],
  'rds.reset-master-password': activities['rds.reset-master-password'],
  'sql.verify': activities['sql.verify'],
  'backup.report-validation': activities['backup.report-validation'],
};

type Used = typeof used;
type Point = InputOf<Used['backup.choose-recovery-point']>['point'];
type Source = OutputOf<Used['rds.inspect-source']>;
type Restored = OutputOf<Used['backup.claim-instance']>;
type Baseline = OutputOf<Used['sql.take-baseline']>;
type TestJob = OutputOf<Used['backup.inspect-restore-job']>;
type Verification = OutputOf<Used['sql.verify']>;
type RecoveryPoint = OutputOf<Used['backup.choose-recovery-point']>;

export interface Input extends DataOfDrill {
  readonly names: RunNames;
  readonly parameters: Parameters;
  readonly scenario: Scenario;
  readonly rtoMs: Ms;
}

export interface Context extends Input {
  readonly source: Source | null;
  /** The restore test that is verified; `null` when this run restores by itself. */
  readonly testJob: TestJob | null;
  readonly baseline: Baseline | null;
  readonly impactAt: Instant | null;
  readonly recoveryPoint: RecoveryPoint | null;
  readonly jobId: string | null;
  readonly restored: Restored | null;
  readonly outcome: Verification['outcome'] | null;
  readonly failure: Failure | null;
}

/** Rows committed within this time before the baseline may still be on their way; they are left out of comparisons. */
export const SETTLE_MS: Ms = 2000;

/** Names in the vault; the values never leave the memory of the process. */
const SOURCE_PASSWORD = 'source-password';
const ADMIN_PASSWORD = 'admin-password';
export const DRILL_PASSWORD = 'drill-password';

/** Whether the run verifies what a restore testing plan has restored. */
export function imports({ parameters }: Pick<Context, 'parameters'>): boolean {
  return parameters.restoreJob !== undefined;
}

/** What is compared with the set-up of later days, to tell when this rehearsal is out of date. */
export function exercised({ names, parameters }: Context): readonly ArchitectureSubject[] {
  const { source, vault, restoreJob: job } = parameters;
  return [
    { kind: 'db-instance', region: names.region, id: source },
    { kind: 'backup-vault', vault },
    { kind: 'backup-plans', vault, source },
    ...(job === undefined ? [] : [{ kind: 'restore-test' as const, job }]),
  ];
}

/** Loss is injected into the sandbox only; against a real account the scenario is declared. */
export function injects({ names, scenario }: Context): boolean {
  return names.environment === 'sandbox' && scenario.inject !== undefined;
}

export function declaredImpact({ names, scenario }: Context): Instant {
  return scenario.impactAt ?? names.openedAt;
}

export function declaredDetection(context: Context): Instant {
  const after = context.scenario.detectedAfterMs ?? 0;
  return new Date(Date.parse(declaredImpact(context)) + after).toISOString();
}

/**
 * What is left of the RTO when recovery begins: time before the run was opened counts. A restore test has its own
 * recovery behind it; verifying it may take the whole of the time.
 */
export function budget({ rtoMs, names, impactAt, testJob }: Context): Ms {
  if (testJob) return rtoMs;
  const before = impactAt ? Date.parse(names.openedAt) - Date.parse(impactAt) : 0;
  return Math.max(0, rtoMs - Math.max(0, before));
}

export function overBudget(rtoMs: Ms): Failure {
  return rtoExceeded(rtoMs, 'the service was verified');
}

export function wanted({ parameters, scenario, impactAt }: Context): Point {
  const { recoverTo } = parameters;
  // Where the source fails, nothing newer than the failure is to be had; in a drill it goes on being backed up.
  const failed = scenario.kind !== 'accidental-data-loss';
  if (recoverTo === 'before-impact' || (recoverTo === 'latest' && failed)) {
    return { kind: 'before', instant: known(impactAt) };
  }
  return recoverTo === 'latest' ? { kind: 'latest' } : { kind: 'recovery-point', arn: recoverTo };
}

export function restoreInput(context: Context) {
  const { names, parameters } = context;
  return {
    name: resourceName(names.run),
    source: known(context.source),
    target: parameters.target,
    recoveryPoint: known(context.recoveryPoint),
    role: parameters.role ?? defaultRole(names),
    since: names.openedAt,
  };
}

/** The role that AWS Backup makes for itself at its first use in an account. */
function defaultRole({ accountId }: RunNames): string {
  return `arn:aws:iam::${accountId}:role/service-role/AWSBackupDefaultServiceRole`;
}

export function sourceAccess({ source, database, names }: Context) {
  const endpoint = known(source).endpoint ?? { host: '', port: 0 };
  const { name, user } = database;
  return { ...endpoint, database: name, user, secret: SOURCE_PASSWORD, tls: encrypts(names) };
}

export function adminAccess(context: Context) {
  const user = known(context.source).masterUser;
  return { ...sourceAccess(context), user, secret: ADMIN_PASSWORD };
}

export function restoredAccess({ restored, database, names }: Context) {
  const { endpoint, masterUser } = known(restored);
  const tls = encrypts(names);
  return { ...endpoint, database: database.name, user: masterUser, secret: DRILL_PASSWORD, tls };
}

/** What leaves this machine is encrypted; the sandbox's databases are on it. */
function encrypts({ environment }: RunNames): boolean {
  return environment === 'aws';
}

/** The newest instant that the recovered data can hold. */
export function recoveredUpTo({ recoveryPoint, testJob }: Context): Instant {
  return testJob ? testJob.dataTime : known(recoveryPoint).dataTime;
}

/** The machine's order guarantees it; the types do not. */
export function known<T>(value: T | null): T {
  if (value === null) throw new TypeError('A step was reached before what it needs was known.');
  return value;
}
