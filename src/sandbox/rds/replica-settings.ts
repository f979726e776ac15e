import {
  CertificateNotFoundFault$,
  type CreateDBInstanceReadReplicaMessage,
} from '@aws-sdk/client-rds';
import { modeledError } from '../wire/service-error.ts';
import { findKmsKey, kmsKey } from './kms-keys.ts';
import { NEW_INSTANCE_OPTIONS } from './new-instance.ts';
import type { Rds } from './rds.ts';
import { invalidCombination, invalidValue } from './rds-error.ts';
import type { InstanceSettings } from './rds-state.ts';

/** What the caller may choose of a read replica. */
export const REPLICA_OPTIONS = [
  ...NEW_INSTANCE_OPTIONS,
  'KmsKeyId',
  'MaxAllocatedStorage',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'EnablePerformanceInsights',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'EnableCloudwatchLogsExports',
  'CACertificateIdentifier',
] as const satisfies readonly (keyof CreateDBInstanceReadReplicaMessage)[];

type Options = Pick<CreateDBInstanceReadReplicaMessage, (typeof REPLICA_OPTIONS)[number]>;

/**
 * What a replica has beside what every new instance has. Left out, it is RDS's default and not what the source has.
 * @throws ServiceError when a key, an interval, a log, … is not right.
 */
export function replicaSettings(
  rds: Rds,
  source: { readonly rds: Rds; readonly settings: InstanceSettings },
  options: Options,
): Partial<InstanceSettings> {
  const { MaxAllocatedStorage: most, AllocatedStorage, CACertificateIdentifier } = options;
  const storage = AllocatedStorage ?? source.settings.allocatedStorage;
  if (most !== undefined && most <= storage) {
    throw invalidCombination('Max storage size must be greater than storage size');
  }
  return {
    kmsKey: keyOfReplica(rds, source, options.KmsKeyId),
    maxAllocatedStorage: most,
    monitoring: monitoring(options),
    performanceInsights: performanceInsights(rds, options),
    logExports: logExports(options.EnableCloudwatchLogsExports ?? []),
    ...(CACertificateIdentifier !== undefined && {
      caCertificate: certificate(CACertificateIdentifier),
    }),
  };
}

function keyOfReplica(
  rds: Rds,
  source: { readonly rds: Rds; readonly settings: InstanceSettings },
  name: string | undefined,
): string {
  if (name !== undefined) return findKmsKey(rds.place, name);
  if (source.rds === rds) return source.settings.kmsKey;
  throw invalidCombination(
    'Cannot create a cross region unencrypted read replica from encrypted source.',
  );
}

const INTERVALS = [0, 1, 5, 10, 15, 30, 60];

function monitoring({ MonitoringInterval: seconds = 0, MonitoringRoleArn: role }: Options) {
  if (!INTERVALS.includes(seconds)) {
    throw invalidValue(`Invalid MonitoringInterval: ${seconds}. Valid: ${INTERVALS.join(', ')}`);
  }
  if (seconds === 0 && role === undefined) return undefined;
  if (seconds === 0 || role === undefined) {
    throw invalidCombination(
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    );
  }
  return { seconds, role };
}

/** Days: a week, whole months of 31 days, or two years. */
function performanceInsights(rds: Rds, options: Options) {
  const { PerformanceInsightsKMSKeyId: key, PerformanceInsightsRetentionPeriod: days } = options;
  if (!options.EnablePerformanceInsights) {
    if (key === undefined && days === undefined) return undefined;
    throw invalidCombination('Performance Insights is not enabled for the DB instance.');
  }
  const retention = days ?? 7;
  const isMonths = retention % 31 === 0 && retention >= 31 && retention <= 23 * 31;
  if (retention !== 7 && retention !== 731 && !isMonths) {
    throw invalidValue(`Invalid Performance Insights retention period: ${retention}`);
  }
  return {
    kmsKey: key === undefined ? kmsKey(rds.place, 'alias/aws/rds') : findKmsKey(rds.place, key),
    retention,
  };
}

const LOGS = ['postgresql', 'upgrade', 'iam-db-auth-error'];

function logExports(wanted: readonly string[]): readonly string[] {
  const unknown = wanted.filter((log) => !LOGS.includes(log));
  if (unknown.length === 0) return [...new Set(wanted)];
  throw invalidCombination(
    `You cannot use the log types '${unknown.join(', ')}' with engine version postgres.`,
  );
}

const CERTIFICATES = ['rds-ca-rsa2048-g1', 'rds-ca-rsa4096-g1', 'rds-ca-ecc384-g1'];

function certificate(name: string): string {
  if (CERTIFICATES.includes(name)) return name;
  throw modeledError(CertificateNotFoundFault$, `Certificate not found: ${name}`);
}
