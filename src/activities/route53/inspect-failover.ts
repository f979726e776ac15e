import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AT_THE_RUN, type Fact, type Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import {
  describeHealth,
  describeHealthCheck,
  type Health,
  type HealthCheck,
  readHealth,
} from './health-check.ts';
import { findZone } from './hosted-zone.ts';
import {
  fullName,
  lookUpRecord,
  type RecordType,
  type Route53Context,
  ttlOf,
  valuesOf,
} from './record-set.ts';

export interface InspectFailoverInput {
  /** Name or id of the hosted zone. */
  readonly zone: string;
  /** Name that clients use. */
  readonly record: string;
  readonly type: RecordType;
  /** Longest time that detection and the TTL together should take; a longer one is warned of. */
  readonly detectionBudgetMs?: Ms;
}

/** A pair of records between which Route 53 moves traffic by itself. */
export interface FailoverPair {
  readonly zoneId: string;
  readonly nameServers: readonly string[];
  /** Full name, with the dot at its end. */
  readonly record: string;
  readonly type: RecordType;
  /** The longer one of the two. */
  readonly ttlMs: Ms;
  readonly primary: FailoverSide & { readonly healthCheckId: string };
  readonly secondary: FailoverSide;
  readonly healthChecks: readonly HealthCheck[];
  /** From the failure until the last client has the new answer; absent where a check looks at no endpoint. */
  readonly detectionMs?: Ms;
}

export interface FailoverSide {
  readonly setIdentifier: string;
  readonly values: readonly string[];
  readonly healthCheckId?: string;
}

/** Clients should not keep an answer for longer than this. */
const LONG_TTL_MS: Ms = 120_000;

/**
 * Makes sure that Route 53 would move the traffic, and describes how.
 * Fails with `HOSTED_ZONE_NOT_FOUND` or `HOSTED_ZONE_AMBIGUOUS` (class `input`), `FAILOVER_PAIR_MISSING`,
 * `RECORD_IS_ALIAS` or `HEALTH_CHECK_MISSING` (class `environment`), `HEALTH_CHECK_DISABLED` or
 * `HEALTH_CHECK_INVERTED` (class `safety`).
 */
export const inspectFailover: Probe<InspectFailoverInput, FailoverPair, Services> = {
  kind: 'probe',
  name: 'route53.inspect-failover',
  waitsOn: 'aws',
  readsExisting: true,
  iam: [
    'route53:GetHealthCheck',
    'route53:GetHealthCheckStatus',
    'route53:GetHostedZone',
    'route53:ListHostedZonesByName',
    'route53:ListResourceRecordSets',
  ],
  plan: ({ zone, record, type }) => ({
    calls: [
      planned('GetHostedZone', { Id: zone }),
      planned('ListResourceRecordSets', {
        StartRecordName: fullName(record),
        StartRecordType: type,
      }),
      planned('GetHealthCheck', { HealthCheckId: AT_THE_RUN }),
    ],
    output: placeholder(record, type),
  }),
  async poll(context, input) {
    const zone = await findZone(context, input.zone);
    const name = fullName(input.record);
    const { sets } = await lookUpRecord(context, { zoneId: zone.id, name, type: input.type });
    const primarySet = sideOf(sets, 'PRIMARY', name);
    const secondarySet = sideOf(sets, 'SECONDARY', name);
    const healthCheckId = primarySet.HealthCheckId;
    if (healthCheckId === undefined) {
      throw refusal(
        'HEALTH_CHECK_MISSING',
        `The primary record of ${name} has no health check, so Route 53 would never answer with the secondary.`,
      );
    }
    const checks: { readonly check: HealthCheck; readonly health: Health }[] = [];
    for (const id of new Set([healthCheckId, secondarySet.HealthCheckId ?? healthCheckId])) {
      checks.push(await demandHonest(context, id));
    }
    const ttlMs = Math.max(ttlOf(primarySet), ttlOf(secondarySet));
    const detectionMs = detectionOf(checks[0]?.check, ttlMs);
    const output: FailoverPair = {
      zoneId: zone.id,
      nameServers: zone.nameServers,
      record: name,
      type: input.type,
      ttlMs,
      primary: { ...describeSide(primarySet), healthCheckId },
      secondary: describeSide(secondarySet),
      healthChecks: checks.map(({ check }) => check),
      ...(detectionMs !== undefined && { detectionMs }),
    };
    return {
      status: 'done',
      output,
      facts: [
        ...factsOf(output),
        ...checks.map(({ check, health }) => ({
          label: 'Health check',
          value: `${check.id} on ${check.target || check.type}: ${describeHealth(health)}`,
        })),
        ...warningsOf(output, input.detectionBudgetMs),
      ],
    };
  },
};

function sideOf(
  sets: readonly ResourceRecordSet[],
  failover: 'PRIMARY' | 'SECONDARY',
  name: string,
): ResourceRecordSet {
  const set = sets.find(({ Failover }) => Failover === failover);
  if (!set) {
    const found = sets.length === 0 ? 'There is no such record' : 'There are other records';
    throw refusal(
      'FAILOVER_PAIR_MISSING',
      `${name} has no failover record ${failover}, so Route 53 cannot move its traffic. ${found} of that name and type.`,
    );
  }
  if (set.AliasTarget) {
    throw refusal(
      'RECORD_IS_ALIAS',
      `The ${failover} record of ${name} is an alias of ${set.AliasTarget.DNSName}; where traffic goes cannot be told by its value.`,
    );
  }
  return set;
}

/** Reads a health check and refuses one that does not say how its target is. */
async function demandHonest(context: Route53Context, id: string) {
  const check = await describeHealthCheck(context, id);
  if (check.disabled) {
    throw refusal(
      'HEALTH_CHECK_DISABLED',
      `The health check ${id} is disabled and counts as healthy, whatever happens to ${check.target}.`,
      'safety',
    );
  }
  if (check.inverted) {
    throw refusal(
      'HEALTH_CHECK_INVERTED',
      `The health check ${id} is inverted: it would move traffic to ${check.target} when that fails, and away when it works.`,
      'safety',
    );
  }
  // A check that is made up of other checks, or of an alarm, has no checkers of its own.
  const health =
    check.target === '' ? { checkers: 0, succeeding: 0 } : await readHealth(context, id);
  return { check, health };
}

function detectionOf(check: HealthCheck | undefined, ttlMs: Ms): Ms | undefined {
  const { intervalMs, failureThreshold } = check ?? {};
  if (intervalMs === undefined || failureThreshold === undefined) return undefined;
  return intervalMs * failureThreshold + ttlMs;
}

function describeSide(set: ResourceRecordSet): FailoverSide {
  return {
    setIdentifier: set.SetIdentifier ?? '',
    values: valuesOf(set),
    ...(set.HealthCheckId !== undefined && { healthCheckId: set.HealthCheckId }),
  };
}

function factsOf({ record, type, ttlMs, primary, secondary, detectionMs }: FailoverPair): Fact[] {
  return [
    {
      label: 'Failover record',
      value: `${record} ${type}: ${primary.values.join(', ')}, else ${secondary.values.join(', ')}`,
    },
    { label: 'TTL', value: formatDuration(ttlMs) },
    {
      label: 'Time until clients follow',
      value:
        detectionMs === undefined
          ? 'not known: the health check looks at no endpoint'
          : `about ${formatDuration(detectionMs)} (interval × threshold + TTL)`,
    },
  ];
}

function warningsOf({ ttlMs, detectionMs = 0 }: FailoverPair, budgetMs: Ms | undefined): Fact[] {
  const warnings: string[] = [];
  if (ttlMs > LONG_TTL_MS) {
    warnings.push(
      `clients keep the old answer for ${formatDuration(ttlMs)}, longer than ${formatDuration(LONG_TTL_MS)}`,
    );
  }
  if (budgetMs !== undefined && detectionMs > budgetMs) {
    warnings.push(
      `detection and TTL take about ${formatDuration(detectionMs)}, longer than the ${formatDuration(budgetMs)} allowed`,
    );
  }
  return warnings.map((value) => ({ label: 'Warning', value }));
}

function refusal(
  code: string,
  message: string,
  failureClass: 'environment' | 'safety' = 'environment',
): KunrenError {
  return new KunrenError({ code, message, class: failureClass });
}

function planned(operation: string, parameters: { readonly [key: string]: string }) {
  return { service: 'route53', operation, parameters, mutating: false };
}

function placeholder(record: string, type: RecordType): FailoverPair {
  const side = { setIdentifier: AT_THE_RUN, values: [AT_THE_RUN], healthCheckId: AT_THE_RUN };
  return {
    zoneId: AT_THE_RUN,
    nameServers: [],
    record: fullName(record),
    type,
    ttlMs: 0,
    primary: side,
    secondary: side,
    healthChecks: [],
  };
}
