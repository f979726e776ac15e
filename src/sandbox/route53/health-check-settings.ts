import { isIP } from 'node:net';
import type {
  HealthCheckConfig,
  HealthCheckRegion,
  UpdateHealthCheckRequest,
} from '@aws-sdk/client-route-53';
import { invalidInput, unsupported } from './route53-error.ts';
import type { CheckerRecord, HealthCheckSettings } from './route53-state.ts';

/** The Regions that probe unless the caller names some, each with its checker's address (of those for documents). */
const CHECKERS: ReadonlyMap<HealthCheckRegion, string> = new Map([
  ['us-east-1', '192.0.2.11'],
  ['us-west-1', '192.0.2.12'],
  ['us-west-2', '192.0.2.13'],
  ['eu-west-1', '192.0.2.14'],
  ['ap-southeast-1', '192.0.2.15'],
  ['ap-southeast-2', '192.0.2.16'],
  ['ap-northeast-1', '192.0.2.17'],
  ['sa-east-1', '192.0.2.18'],
]);

const HONOURED: readonly (keyof HealthCheckConfig)[] = [
  'Type',
  'IPAddress',
  'Port',
  'ResourcePath',
  'FullyQualifiedDomainName',
  'RequestInterval',
  'FailureThreshold',
  'Inverted',
  'Disabled',
  'Regions',
  'EnableSNI',
  'MeasureLatency',
];

/** Members that may only be off. */
const OFF_ONLY = ['EnableSNI', 'MeasureLatency'] as const;

/** @throws ServiceError `InvalidInput`, `UnsupportedBySandbox`. */
export function settingsOf(config: HealthCheckConfig): HealthCheckSettings {
  const other = Object.entries(config).find(
    ([name, value]) => value !== undefined && !HONOURED.some((each) => each === name),
  );
  const on = OFF_ONLY.find((name) => config[name] === true);
  const ignored = other?.[0] ?? on;
  if (ignored) throw unsupported(`The sandbox's health checks do not know ${ignored}.`);
  const { Type, RequestInterval = 30 } = config;
  if (Type !== 'HTTP' && Type !== 'TCP') {
    throw unsupported(`The sandbox has no health checks of type ${Type}.`);
  }
  if (config.IPAddress === undefined) {
    throw unsupported('The sandbox probes an IP address; it looks up no names.');
  }
  if (Type === 'TCP' && config.Port === undefined) {
    throw invalidInput('Invalid parameter : Port must be specified for a health check of type TCP');
  }
  if (RequestInterval !== 10 && RequestInterval !== 30) {
    throw invalidInput(
      `Invalid parameter : Request Interval must be 10 or 30, not ${RequestInterval}`,
    );
  }
  return checked({
    type: Type,
    ipAddress: config.IPAddress,
    port: config.Port ?? 80,
    ...(config.ResourcePath !== undefined && { path: config.ResourcePath }),
    ...(config.FullyQualifiedDomainName !== undefined && {
      domain: config.FullyQualifiedDomainName,
    }),
    interval: RequestInterval,
    threshold: config.FailureThreshold ?? 3,
    inverted: config.Inverted ?? false,
    disabled: config.Disabled ?? false,
    regions: config.Regions ?? [],
  });
}

/** The settings with what the request changes; an element to reset goes back to its default. */
export function changedSettings(
  settings: HealthCheckSettings,
  update: UpdateHealthCheckRequest,
): HealthCheckSettings {
  const reset = update.ResetElements ?? [];
  const { path, domain, ...rest } = settings;
  const newPath = update.ResourcePath ?? (reset.includes('ResourcePath') ? undefined : path);
  const newDomain =
    update.FullyQualifiedDomainName ??
    (reset.includes('FullyQualifiedDomainName') ? undefined : domain);
  const unknown = reset.find(
    (each) => !['ResourcePath', 'FullyQualifiedDomainName', 'Regions'].includes(each),
  );
  if (unknown) throw unsupported(`The sandbox's health checks do not know ${unknown}.`);
  return checked({
    ...rest,
    ipAddress: update.IPAddress ?? settings.ipAddress,
    port: update.Port ?? settings.port,
    ...(newPath !== undefined && { path: newPath }),
    ...(newDomain !== undefined && { domain: newDomain }),
    threshold: update.FailureThreshold ?? settings.threshold,
    inverted: update.Inverted ?? settings.inverted,
    disabled: update.Disabled ?? settings.disabled,
    regions: update.Regions ?? (reset.includes('Regions') ? [] : settings.regions),
  });
}

/** Fresh checkers, which take an endpoint for healthy until they know better. */
export function newCheckers(settings: HealthCheckSettings): CheckerRecord[] {
  const { regions } = settings;
  return [...CHECKERS]
    .filter(([region]) => regions.length === 0 || regions.includes(region))
    .map(([region, ipAddress]) => ({ region, ipAddress, isHealthy: true, streak: 0 }));
}

/** As the API answers it. */
export function configView(settings: HealthCheckSettings): HealthCheckConfig {
  return {
    Type: settings.type,
    IPAddress: settings.ipAddress,
    Port: settings.port,
    ResourcePath: settings.path,
    FullyQualifiedDomainName: settings.domain,
    RequestInterval: settings.interval,
    FailureThreshold: settings.threshold,
    MeasureLatency: false,
    Inverted: settings.inverted,
    Disabled: settings.disabled,
    EnableSNI: settings.type === 'HTTP' ? false : undefined,
    Regions: settings.regions.length > 0 ? (settings.regions as HealthCheckRegion[]) : undefined,
  };
}

function checked(settings: HealthCheckSettings): HealthCheckSettings {
  const { type, ipAddress, port, path, threshold, regions } = settings;
  const refuse = (why: string) => invalidInput(`Invalid parameter : ${why}`);
  if (!isIP(ipAddress)) throw refuse(`${ipAddress} is not a valid IP address`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw refuse(`Port must be from 1 to 65535, not ${port}`);
  }
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > 10) {
    throw refuse(`Failure Threshold must be from 1 to 10, not ${threshold}`);
  }
  if (path !== undefined && type === 'TCP') {
    throw refuse('Resource Path must not be specified for a health check of type TCP');
  }
  if (path !== undefined && (!/^\/[!-~]*$/.test(path) || path.length > 255)) {
    throw refuse(`Resource Path must begin with / and have at most 255 characters, not '${path}'`);
  }
  const unknown = regions.find((region) => !CHECKERS.has(region as HealthCheckRegion));
  if (unknown) throw refuse(`Region ${unknown} is not supported`);
  if (regions.length > 0 && new Set(regions).size < 3) {
    throw refuse('At least three Regions must be specified');
  }
  return settings;
}
