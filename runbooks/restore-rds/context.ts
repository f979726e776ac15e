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
  'architecture.look': lookAtArchitecture('db-instance'),
  'rds.inspect-source': activities['rds.inspect-source'],
  'rds.inspect-target': activities['rds.inspect-target'],
  'sql.take-baseline': activities['sql.take-baseline'],
  'sql.inject-loss': activities['sql.inject-loss'],
  'sql.await-loss': activities['sql.await-loss'],
  'rds.choose-recovery-point': activities['rds.choose-recovery-point'],
  'rds.restore-from-snapshot': activities['rds.restore-from-snapshot'],
  'rds.restore-to-point-in-time': activities['rds.restore-to-point-in-time'],
  'rds.confirm-isolation': activities['rds.confirm-isolation'],
  'rds.reset-master-password': activities['rds.reset-master-password'],
  'sql.verify': activities['sql.verify'],
};

type Used = typeof used;
type Point = InputOf<Used['rds.choose-recovery-point']>['point'];
type Source = OutputOf<Used['rds.inspect-source']>;
type Restored = OutputOf<Used['rds.restore-from-snapshot']>;
type Baseline = OutputOf<Used['sql.take-baseline']>;
export type RecoveryPoint = OutputOf<Used['rds.choose-recovery-point']>;

export interface Input extends DataOfDrill {
  readonly names: RunNames;
  readonly parameters: Parameters;
  readonly scenario: Scenario;
  readonly rtoMs: Ms;
}

export interface Context extends Input {
  readonly source: Source | null;
  readonly baseline: Baseline | null;
  readonly impactAt: Instant | null;
  readonly recoveryPoint: RecoveryPoint | null;
  readonly restored: Restored | null;
  readonly failure: Failure | null;
}

/** Rows committed within this time before the baseline may still be on their way; they are left out of comparisons. */
export const SETTLE_MS: Ms = 2000;

/** Names in the vault; the values never leave the memory of the process. */
const SOURCE_PASSWORD = 'source-password';
const ADMIN_PASSWORD = 'admin-password';
export const DRILL_PASSWORD = 'drill-password';

/** What is compared with the set-up of later days, to tell when this rehearsal is out of date. */
export function exercised({ names, parameters }: Context): readonly ArchitectureSubject[] {
  return [{ kind: 'db-instance', region: names.region, id: parameters.source }];
}

/** A source that was just made, as by a failback, is given time for its first backup; a snapshot that is named is enough. */
export function firstBackup({ names, parameters }: Context): InputOf<Used['rds.inspect-source']> {
  const { source, method, recoverTo } = parameters;
  const isNamed = method === 'snapshot' && recoverTo !== 'before-impact' && recoverTo !== 'latest';
  if (isNamed) return { source };
  const awaits = method === 'snapshot' ? 'snapshot' : 'restorable-time';
  return { source, awaits, since: names.openedAt, withinMs: FIRST_BACKUP_MS };
}

/** RDS takes the first backup as soon as an instance is there; a large one takes its time. */
const FIRST_BACKUP_MS: Ms = 3_600_000;

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

/** What is left of the RTO when recovery begins: time before the run was opened counts. */
export function budget({ rtoMs, names, impactAt }: Context): Ms {
  const before = impactAt ? Date.parse(names.openedAt) - Date.parse(impactAt) : 0;
  return Math.max(0, rtoMs - Math.max(0, before));
}

export function overBudget(rtoMs: Ms): Failure {
  return rtoExceeded(rtoMs, 'the service was verified');
}

export function wanted({ parameters, scenario, source, impactAt }: Context): Point {
  const { method, recoverTo } = parameters;
  const { latestRestorableTime: restorableAt } = known(source);
  // Data are lost by accident in a source that lives on: its logs of before the loss do arrive. Of a source that
  // fails, only what had arrived can be had; here it goes on living, so what had arrived is remembered.
  const failed = scenario.kind !== 'accidental-data-loss' && restorableAt !== undefined;
  const cap = failed ? { restorableAt } : {};
  if (recoverTo === 'before-impact' || (recoverTo === 'latest' && failed)) {
    return { kind: 'before', instant: known(impactAt), ...cap };
  }
  if (recoverTo === 'latest') return { kind: 'latest' };
  return method === 'snapshot'
    ? { kind: 'snapshot', id: recoverTo }
    : { kind: 'at', instant: recoverTo };
}

export function placement(context: Context) {
  return {
    name: resourceName(context.names.run),
    source: known(context.source),
    target: context.parameters.target,
  };
}

export function snapshotOf(point: RecoveryPoint | null): string {
  return point?.kind === 'snapshot' ? point.snapshotId : '';
}

export function instantOf(point: RecoveryPoint | null): Instant {
  return point?.kind === 'point-in-time' ? point.restoreTime : '';
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
export function recoveredUpTo({ recoveryPoint }: Context): Instant {
  const point = known(recoveryPoint);
  return point.kind === 'snapshot' ? point.databaseTime : point.restoreTime;
}

/** The machine's order guarantees it; the types do not. */
export function known<T>(value: T | null): T {
  if (value === null) throw new TypeError('A step was reached before what it needs was known.');
  return value;
}
