import {
  type ArchitectureSubject,
  activities,
  type DataOfDrill,
  type Failure,
  type Instant,
  known,
  lookAtArchitecture,
  type Ms,
  type OutputOf,
  type RunNames,
  rtoExceeded,
} from '../../src/index.ts';
import type { Parameters } from './parameters.ts';

/** The activities of this runbook, by the names that its machine invokes. */
export const used = {
  'account.confirm-identity': activities['account.confirm-identity'],
  'architecture.look': lookAtArchitecture('db-instance', 'alarm'),
  'rds.inspect-primary': activities['rds.inspect-primary'],
  'cloudwatch.confirm-alarms': activities['cloudwatch.confirm-alarms'],
  'sql.take-baseline': activities['sql.take-baseline'],
  'rds.force-failover': activities['rds.force-failover'],
  'sql.await-writable': activities['sql.await-writable'],
  'sql.verify': activities['sql.verify'],
  'traffic.confirm-requests': activities['traffic.confirm-requests'],
  'traffic.count-lost-writes': activities['traffic.count-lost-writes'],
  'traffic.measure-outage': activities['traffic.measure-outage'],
  'rds.await-standby': activities['rds.await-standby'],
  'cloudwatch.publish-results': activities['cloudwatch.publish-results'],
};

type Used = typeof used;
type Primary = OutputOf<Used['rds.inspect-primary']>;
type Baseline = OutputOf<Used['sql.take-baseline']>;
type Failover = OutputOf<Used['rds.force-failover']>;
type Verification = OutputOf<Used['sql.verify']>;
type MeasuredOutage = OutputOf<Used['traffic.measure-outage']>;

export interface Input extends DataOfDrill {
  readonly names: RunNames;
  readonly parameters: Parameters;
  readonly rtoMs: Ms;
}

export interface Context extends Input {
  readonly primary: Primary | null;
  readonly baseline: Baseline | null;
  readonly failover: Failover | null;
  readonly verification: Verification | null;
  /** T6 */
  readonly servedAt: Instant | null;
  readonly outage: MeasuredOutage | null;
  readonly failure: Failure | null;
}

/** Rows committed within this time before the baseline may still be on their way; they are left out of comparisons. */
export const SETTLE_MS: Ms = 2000;

/** Names in the vault; the values never leave the memory of the process. */
const READER_PASSWORD = 'source-password';
const OWNER_PASSWORD = 'admin-password';

/** What is compared with the set-up of later days, to tell when this rehearsal is out of date. */
export function exercised({ names, parameters }: Context): readonly ArchitectureSubject[] {
  const { region } = names;
  return [
    { kind: 'db-instance', region, id: parameters.instance },
    ...parameters.alarms.map((name) => ({ kind: 'alarm' as const, region, name })),
  ];
}

export function readerAccess(context: Context) {
  const { user } = context.database;
  return { ...access(context), user, secret: READER_PASSWORD };
}

/** Checks write a row, which whoever only reads may not. */
export function ownerAccess(context: Context) {
  const { masterUser } = known(context.primary);
  return { ...access(context), user: masterUser, secret: OWNER_PASSWORD };
}

/** The endpoint of a Multi-AZ instance stays the same when it moves. */
function access({ primary, database, names }: Context) {
  const { host, port } = known(primary).endpoint;
  // What leaves this machine is encrypted; the sandbox's databases are on it.
  return { host, port, database: database.name, tls: names.environment === 'aws' };
}

/** The instance, whatever else may be called so meanwhile. */
export function instance({ primary }: Context) {
  const { region, id, dbiResourceId: resourceId } = known(primary);
  return { region, id, resourceId };
}

export function clientLog({ parameters, failover }: Context) {
  return { log: parameters.clientLog ?? '', impactAt: known(failover).startedAt };
}

/** What was measured, as far as it was. */
export function results({ parameters, failover, verification, servedAt, outage }: Context) {
  const at = known(failover).startedAt;
  const since = (instant: Instant) => Math.max(0, Date.parse(instant) - Date.parse(at));
  const newest = verification?.newest;
  return {
    workload: parameters.workload,
    at,
    ...(servedAt !== null && { rtoMs: since(servedAt) }),
    ...(newest !== undefined && { rpoMs: Math.max(0, Date.parse(at) - Date.parse(newest)) }),
    ...(outage?.measured && { outageMs: outage.outageMs }),
  };
}

export function overBudget(rtoMs: Ms): Failure {
  return rtoExceeded(rtoMs, 'users were served again');
}
