import { known, type Ms, resourceName } from '../../src/index.ts';
import type { Context } from './context.ts';

// Where traffic goes, and what its users saw.

/** Added to what detection and TTL take: checkers and resolvers do not start with the run. */
const GRACE_MS: Ms = 30_000;
/** Where a health check looks at no endpoint, nobody knows how long it takes. */
const UNKNOWN_DETECTION_MS: Ms = 180_000;

/** That the zone's own servers answer with one side of the failover pair. */
export function zoneAnswer(context: Context, side: 'primary' | 'secondary', since: string) {
  return { ...answer(context, side, since), resolvers: [] };
}

/**
 * That resolvers which cache do so too.
 * @param since when the zone began to: what a resolver keeps is no older
 */
export function answer(context: Context, side: 'primary' | 'secondary', since: string) {
  const { zoneId, nameServers, record, type, ttlMs, detectionMs, ...sides } = known(context.dns);
  return {
    zoneId,
    nameServers,
    record,
    type,
    expected: sides[side].values,
    ttlMs,
    since,
    withinMs: (detectionMs ?? UNKNOWN_DETECTION_MS) + ttlMs + GRACE_MS,
  };
}

/** The edit of the record that health checks should have made needless, and its way back. */
export function pointTo(context: Context, side: 'primary' | 'secondary') {
  const { zoneId, record, type, primary, secondary } = known(context.dns);
  const other = side === 'primary' ? secondary : primary;
  return {
    zoneId,
    name: record,
    type,
    setIdentifier: primary.setIdentifier,
    values: side === 'primary' ? primary.values : secondary.values,
    from: other.values,
  };
}

export function rehearsalRecord({ names, dns }: Context) {
  const { zoneId, record, type, ttlMs, secondary } = known(dns);
  const zone = record.split('.').slice(1).join('.');
  return {
    zoneId,
    name: `${resourceName(names.run)}.${zone}`,
    type,
    values: secondary.values,
    ttlMs,
  };
}

/** That the rehearsal's record is found, by resolvers too. Nobody has asked for it before, so none can be late. */
export function rehearsalAnswer(context: Context) {
  const { name, values, ...rest } = rehearsalRecord(context);
  const since = known(context.pointedAt);
  const { nameServers } = known(context.dns);
  return { ...rest, record: name, expected: values, nameServers, since, withinMs: GRACE_MS };
}

export function requests({ parameters }: Context, region: string) {
  const { rehearsalPath: _, ...service } = parameters.service;
  return { ...service, region };
}

export function clientLog({ parameters, impactAt }: Context) {
  return { log: parameters.clientLog ?? '', impactAt: known(impactAt) };
}

/** What the way home did to users. */
export function clientLogBack({ parameters, returningAt }: Context) {
  return {
    log: parameters.clientLog ?? '',
    impactAt: known(returningAt),
    asFact: 'Outage of the failback',
  };
}

/** Whatever was acknowledged since the failure, at whichever primary, has to be at home. */
export function writesSince({ parameters, impactAt }: Context) {
  return {
    log: parameters.clientLog ?? '',
    impactAt: known(impactAt),
    sinceImpact: true,
    ...(parameters.clientWrites ?? { table: '', column: '' }),
  };
}

/** What was measured, as far as it was. */
export function results(context: Context) {
  const { parameters, impactAt, verification, servedAt, outage } = context;
  const at = known(impactAt);
  const since = (instant: string) => Math.max(0, Date.parse(instant) - Date.parse(at));
  const newest = verification?.newest;
  return {
    workload: parameters.workload,
    at,
    // The home Region may be the one that is down.
    region: parameters.standby.region,
    ...(servedAt !== null && { rtoMs: since(servedAt) }),
    ...(newest !== undefined && { rpoMs: Math.max(0, Date.parse(at) - Date.parse(newest)) }),
    ...(outage?.measured && { outageMs: outage.outageMs }),
  };
}
