import type { HealthCheckConfig, HealthCheckObservation } from '@aws-sdk/client-route-53';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Route53Context } from './record-set.ts';

/** How a health check is set. */
export interface HealthCheck {
  readonly id: string;
  /** e.g. `HTTP` */
  readonly type: string;
  /** e.g. `http://192.0.2.1:80/healthz`; empty where it looks at no endpoint. */
  readonly target: string;
  /** Time between two looks of one checker; absent where the check looks at no endpoint. */
  readonly intervalMs?: Ms;
  /** Looks in a row that have to say the same before the status changes. */
  readonly failureThreshold?: number;
  /** It looks at nothing and counts as healthy. */
  readonly disabled: boolean;
  /** It is healthy when its target is not. */
  readonly inverted: boolean;
}

/** What the checkers said at their last look. */
export interface Health {
  /** Absent when no checker has looked yet. */
  readonly healthy?: boolean;
  readonly checkers: number;
  readonly succeeding: number;
  /** What one of the failing ones said. */
  readonly reason?: string;
}

export async function describeHealthCheck(
  context: Pick<Route53Context, 'services'>,
  id: string,
): Promise<HealthCheck> {
  const route53 = await context.services.aws.route53();
  const { HealthCheck } = await route53.getHealthCheck({ HealthCheckId: id });
  const config: Partial<HealthCheckConfig> = HealthCheck?.HealthCheckConfig ?? {};
  return {
    id,
    type: config.Type ?? 'unknown',
    target: targetOf(config),
    ...(config.RequestInterval !== undefined && { intervalMs: config.RequestInterval * 1000 }),
    ...(config.FailureThreshold !== undefined && { failureThreshold: config.FailureThreshold }),
    disabled: config.Disabled ?? false,
    inverted: config.Inverted ?? false,
  };
}

function targetOf(config: Partial<HealthCheckConfig>): string {
  const { Type = '', IPAddress, FullyQualifiedDomainName, Port, ResourcePath = '' } = config;
  const host = IPAddress ?? FullyQualifiedDomainName;
  if (host === undefined) return '';
  const scheme = Type.split('_')[0]?.toLowerCase();
  return `${scheme}://${host}${Port === undefined ? '' : `:${Port}`}${ResourcePath}`;
}

/** @param since - what a checker saw before it does not count. */
export async function readHealth(
  context: Pick<Route53Context, 'services'>,
  id: string,
  since?: Instant,
): Promise<Health> {
  const route53 = await context.services.aws.route53();
  const status = await route53.getHealthCheckStatus({ HealthCheckId: id });
  return judgeHealth(status.HealthCheckObservations ?? [], since);
}

/** Route 53 calls a target healthy when more than this share of its checkers do. */
const HEALTHY_ABOVE = 0.18;

export function judgeHealth(
  observations: readonly HealthCheckObservation[],
  since?: Instant,
): Health {
  const reports = observations.flatMap(({ StatusReport: report }) => {
    const old = since !== undefined && (report?.CheckedTime?.getTime() ?? 0) < Date.parse(since);
    return report?.Status === undefined || old ? [] : [report.Status];
  });
  const failing = reports.filter((status) => !/^success/i.test(status));
  const succeeding = reports.length - failing.length;
  return {
    ...(reports.length > 0 && { healthy: succeeding / reports.length > HEALTHY_ABOVE }),
    checkers: reports.length,
    succeeding,
    ...(failing[0] !== undefined && { reason: failing[0] }),
  };
}

/** For people, e.g. `healthy by 1 of 3 checkers`. */
export function describeHealth({ healthy, checkers, succeeding, reason }: Health): string {
  if (healthy === undefined) return 'no checker has looked yet';
  const why = reason === undefined ? '' : ` (${reason})`;
  return `healthy by ${succeeding} of ${checkers} checkers${why}`;
}
