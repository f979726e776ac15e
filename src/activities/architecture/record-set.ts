import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Fact } from '../../core/activity.ts';
import type { ArchitecturePart, ArchitectureSubject } from '../../core/architecture.ts';
import { failedWith } from '../aws-failure.ts';
import type { RdsContext } from '../rds/describe-instance.ts';
import { describeHealthCheck, type HealthCheck } from '../route53/health-check.ts';
import { findZone } from '../route53/hosted-zone.ts';
import { fullName, lookUpRecord, valuesOf } from '../route53/record-set.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'record-set' }>;

/** All record sets of a name and type, with the settings of their health checks, and not how healthy they are. */
export const recordSet: Looker<Subject> = {
  iam: [
    'route53:GetHealthCheck',
    'route53:GetHostedZone',
    'route53:ListHostedZonesByName',
    'route53:ListResourceRecordSets',
  ],
  plan: ({ zone, name, type }) => [
    planned('ListHostedZonesByName', { DNSName: zone }),
    planned('ListResourceRecordSets', { StartRecordName: fullName(name), StartRecordType: type }),
    planned('GetHealthCheck', {}),
  ],
  async look(context, subject) {
    const call = { call: 'route53:ListResourceRecordSets' };
    const read = await readSoon(context, call, () => find(context, subject));
    const records = partOf(subject, 'records', read, ({ sets }) =>
      sets.length > 0 ? sets.flatMap(recordFacts) : undefined,
    );
    if (!read.answered || read.value.sets.length === 0) return [records];
    return [records, await lookAtHealthChecks(context, subject, read.value.sets)];
  },
};

interface Found {
  readonly sets: readonly ResourceRecordSet[];
}

async function find(context: RdsContext, { zone, name, type }: Subject): Promise<Found> {
  try {
    const { id } = await findZone(context, zone);
    const { sets } = await lookUpRecord(context, { zoneId: id, name, type });
    const key = ({ SetIdentifier = '' }: ResourceRecordSet) => SetIdentifier;
    return { sets: [...sets].sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
  } catch (error) {
    if (failedWith(error, 'HOSTED_ZONE_NOT_FOUND')) return { sets: [] };
    throw error;
  }
}

function recordFacts(set: ResourceRecordSet): Fact[] {
  const { AliasTarget: alias, TTL: ttl } = set;
  return factsFrom({
    [labelOf(set, 'routing')]: routingOf(set),
    [labelOf(set, 'answer')]: alias ? `alias of ${alias.DNSName}` : valuesOf(set),
    [labelOf(set, 'TTL')]: ttl === undefined ? undefined : `${ttl} s`,
    [labelOf(set, 'health is checked')]: set.HealthCheckId !== undefined,
  });
}

/** Where routing tells several records of a name apart, each has an identifier. */
function labelOf({ SetIdentifier: id }: ResourceRecordSet, label: string): string {
  return id === undefined ? label : `${id}: ${label}`;
}

function routingOf(set: ResourceRecordSet): string {
  const { Failover, Weight, Region, GeoLocation, MultiValueAnswer } = set;
  if (Failover !== undefined) return `failover ${Failover}`;
  if (Weight !== undefined) return `weight ${Weight}`;
  if (Region !== undefined) return `latency of ${Region}`;
  if (GeoLocation !== undefined) {
    const { ContinentCode, CountryCode, SubdivisionCode } = GeoLocation;
    return ['location', ContinentCode, CountryCode, SubdivisionCode].filter(Boolean).join(' ');
  }
  if (MultiValueAnswer) return 'several answers';
  return set.CidrRoutingConfig || set.GeoProximityLocation ? 'by where the client is' : 'simple';
}

async function lookAtHealthChecks(
  context: RdsContext,
  subject: Subject,
  sets: readonly ResourceRecordSet[],
): Promise<ArchitecturePart> {
  const checked = sets.filter(({ HealthCheckId }) => HealthCheckId !== undefined);
  const read = await readSoon(context, { call: 'route53:GetHealthCheck' }, () =>
    Promise.all(
      checked.map(({ HealthCheckId = '' }) => describeHealthCheck(context, HealthCheckId)),
    ),
  );
  return partOf(subject, 'health checks', read, (checks) =>
    checks.map((check, index) => ({
      label: labelOf(checked[index] ?? ({} as ResourceRecordSet), 'health check'),
      value: tell(check),
    })),
  );
}

/** e.g. `HTTP http://192.0.2.1:80/healthz, every 10 s, 3 looks in a row` */
function tell({ type, target, intervalMs, failureThreshold, disabled, inverted }: HealthCheck) {
  return [
    [type, target].join(' ').trim(),
    intervalMs === undefined ? '' : `every ${intervalMs / 1000} s`,
    failureThreshold === undefined ? '' : `${failureThreshold} looks in a row`,
    disabled ? 'disabled' : '',
    inverted ? 'inverted' : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function planned(operation: string, parameters: { readonly [key: string]: string }) {
  return { service: 'route53', operation, parameters, mutating: false };
}
