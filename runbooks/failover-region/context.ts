import {
  type ArchitectureSubject,
  activities,
  type DataOfDrill,
  declaredDetection,
  declaredImpact,
  type Failure,
  type Instant,
  lookAtArchitecture,
  type Ms,
  type OutputOf,
  type RunNames,
  type Scenario,
} from '../../src/index.ts';
import type { Parameters } from './parameters.ts';

/** The activities of this runbook, by the names that its machine invokes. */
export const used = {
  'account.confirm-identity': activities['account.confirm-identity'],
  'architecture.look': lookAtArchitecture('db-instance', 'record-set', 'alarm', 'state-machine'),
  'cloudwatch.confirm-alarms': activities['cloudwatch.confirm-alarms'],
  'cloudwatch.confirm-replica-lag': activities['cloudwatch.confirm-replica-lag'],
  'cloudwatch.publish-results': activities['cloudwatch.publish-results'],
  'dns.confirm-answer': activities['dns.confirm-answer'],
  'rds.create-production-replica': activities['rds.create-production-replica'],
  'rds.create-rehearsal-replica': activities['rds.create-rehearsal-replica'],
  'rds.hand-over': activities['rds.hand-over'],
  'rds.inspect-primary': activities['rds.inspect-primary'],
  'rds.inspect-replica': activities['rds.inspect-replica'],
  'rds.inspect-target': activities['rds.inspect-target'],
  'rds.promote-read-replica': activities['rds.promote-read-replica'],
  'rds.rename-instance': activities['rds.rename-instance'],
  'rds.reset-master-password': activities['rds.reset-master-password'],
  'rds.retire-superseded': activities['rds.retire-superseded'],
  'rds.survey-failover': activities['rds.survey-failover'],
  'route53.await-health': activities['route53.await-health'],
  'route53.create-rehearsal-record': activities['route53.create-rehearsal-record'],
  'route53.inspect-failover': activities['route53.inspect-failover'],
  'route53.point-record': activities['route53.point-record'],
  'sandbox.end-outage': activities['sandbox.end-outage'],
  'sandbox.start-outage': activities['sandbox.start-outage'],
  'sfn.run-state-machine': activities['sfn.run-state-machine'],
  'sql.await-replayed': activities['sql.await-replayed'],
  'sql.await-writable': activities['sql.await-writable'],
  'sql.confirm-owner-login': activities['sql.confirm-owner-login'],
  'sql.fence-writes': activities['sql.fence-writes'],
  'sql.lift-fence': activities['sql.lift-fence'],
  'sql.take-baseline': activities['sql.take-baseline'],
  'sql.verify': activities['sql.verify'],
  'traffic.confirm-requests': activities['traffic.confirm-requests'],
  'traffic.count-lost-writes': activities['traffic.count-lost-writes'],
  'traffic.measure-outage': activities['traffic.measure-outage'],
};

type Used = typeof used;

export interface Input extends DataOfDrill {
  readonly names: RunNames;
  readonly parameters: Parameters;
  readonly scenario: Scenario;
  readonly rtoMs: Ms;
}

/** What the steps have found, each `null` until then. */
export interface Found {
  readonly primary: OutputOf<Used['rds.inspect-primary']> | null;
  readonly replica: OutputOf<Used['rds.inspect-replica']> | null;
  readonly dns: OutputOf<Used['route53.inspect-failover']> | null;
  readonly baseline: OutputOf<Used['sql.take-baseline']> | null;
  readonly impactAt: Instant | null;
  readonly fence: OutputOf<Used['sql.fence-writes']> | null;
  /** The replica that a rehearsal has made. */
  readonly stand: OutputOf<Used['rds.create-rehearsal-replica']> | null;
  readonly promoted: OutputOf<Used['rds.promote-read-replica']> | null;
  readonly verification: OutputOf<Used['sql.verify']> | null;
  /** When the zone's own servers began to answer the other side. */
  readonly switchedAt: Instant | null;
  /** When the record was edited because health checks had not moved the traffic, or a rehearsal’s was made. */
  readonly pointedAt: Instant | null;
  /** T6 */
  readonly servedAt: Instant | null;
  readonly outage: OutputOf<Used['traffic.measure-outage']> | null;
  /** The old primary under its new name. */
  readonly setAside: OutputOf<Used['rds.rename-instance']> | null;
  /** The new primary at home, first as a replica. */
  readonly rebuilt: OutputOf<Used['rds.create-production-replica']> | null;
  readonly home: OutputOf<Used['rds.promote-read-replica']> | null;
  /** When writes were stopped for the way home. */
  readonly returningAt: Instant | null;
  /** When writes returned to the primary's Region. */
  readonly homeAt: Instant | null;
  /** What was primary meanwhile, under its new name. */
  readonly relieved: OutputOf<Used['rds.rename-instance']> | null;
  readonly newReplica: OutputOf<Used['rds.create-production-replica']> | null;
  /** A way back to the old primary has begun, and there is none forward any more. */
  readonly rollingBack: true | null;
  /** What was to be promoted lacks writes, or may. */
  readonly behind: true | null;
  readonly failure: Failure | null;
}

export type Context = Input & Found;

export const NOTHING_FOUND: Found = {
  primary: null,
  replica: null,
  dns: null,
  baseline: null,
  impactAt: null,
  fence: null,
  stand: null,
  promoted: null,
  verification: null,
  switchedAt: null,
  pointedAt: null,
  servedAt: null,
  outage: null,
  setAside: null,
  rebuilt: null,
  home: null,
  returningAt: null,
  homeAt: null,
  relieved: null,
  newReplica: null,
  rollingBack: null,
  behind: null,
  failure: null,
};

/** Rows committed within this time before the baseline may still be on their way; they are left out of comparisons. */
export const SETTLE_MS: Ms = 2000;

/** What production was at first is what it shall be again; only where that could not be seen, what it is later. */
export function keepFirst({
  context,
  event,
}: {
  readonly context: Context;
  readonly event: { readonly output: NonNullable<Found['primary']> };
}): Found['primary'] {
  return context.primary ?? event.output;
}

/** What is compared with the set-up of later days, to tell when this rehearsal is out of date. */
export function exercised({ names, parameters }: Context): readonly ArchitectureSubject[] {
  const { primary, standby, dns, alarms, stateMachine } = parameters;
  const { region, replica } = standby;
  return [
    { kind: 'db-instance', region: names.region, id: primary },
    { kind: 'db-instance', region, id: replica },
    { kind: 'record-set', zone: dns.zone, name: dns.record, type: 'A' },
    ...alarms.map((name) => ({ kind: 'alarm' as const, region, name })),
    ...(stateMachine ? [{ kind: 'state-machine' as const, arn: stateMachine.arn }] : []),
  ];
}

/** A confirmed live run, or one that the drill says is production's: in an AWS account the latter is refused before. */
export function changesProduction({ names, parameters }: Context): boolean {
  return names.live || parameters.exercise === 'production';
}

/** An outage is caused in the sandbox only; elsewhere the scenario is declared. */
export function causesOutage(context: Context): boolean {
  const { names, scenario } = context;
  const inSandbox = names.environment === 'sandbox' && scenario.outage !== undefined;
  return inSandbox && changesProduction(context);
}

export function impactOf({ scenario, names }: Context): Instant {
  return declaredImpact(scenario, names.openedAt);
}

export function detectionOf({ scenario, names }: Context): Instant | undefined {
  return declaredDetection(scenario, names.openedAt);
}
