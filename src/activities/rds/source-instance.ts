import type { DBInstance, DBInstanceAutomatedBackup } from '@aws-sdk/client-rds';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';

/** The production instance that is to be recovered, as RDS described it before anything was done. */
export interface SourceInstance {
  readonly id: string;
  readonly arn: string;
  /** Never used twice, unlike the id. */
  readonly dbiResourceId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly storageGb: number;
  readonly storageEncrypted: boolean;
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  readonly multiAz: boolean;
  readonly masterUser: string;
  readonly endpoint?: { readonly host: string; readonly port: number };
  readonly backupRetentionDays: number;
  readonly latestRestorableTime?: Instant;
  /** Of RDS; `deleted` when only retained automated backups are left of it. */
  readonly status: string;
}

export function sourceFromInstance(instance: DBInstance): SourceInstance {
  const { Endpoint: endpoint, LatestRestorableTime: latest } = instance;
  return {
    id: given(instance.DBInstanceIdentifier, 'DBInstanceIdentifier'),
    arn: given(instance.DBInstanceArn, 'DBInstanceArn'),
    dbiResourceId: given(instance.DbiResourceId, 'DbiResourceId'),
    engine: given(instance.Engine, 'Engine'),
    engineVersion: instance.EngineVersion ?? '',
    instanceClass: instance.DBInstanceClass ?? '',
    storageGb: instance.AllocatedStorage ?? 0,
    storageEncrypted: instance.StorageEncrypted ?? false,
    subnetGroup: instance.DBSubnetGroup?.DBSubnetGroupName ?? '',
    securityGroups: (instance.VpcSecurityGroups ?? []).flatMap((g) => g.VpcSecurityGroupId ?? []),
    parameterGroup: instance.DBParameterGroups?.[0]?.DBParameterGroupName ?? '',
    multiAz: instance.MultiAZ ?? false,
    masterUser: given(instance.MasterUsername, 'MasterUsername'),
    ...(endpoint?.Address !== undefined &&
      endpoint.Port !== undefined && { endpoint: { host: endpoint.Address, port: endpoint.Port } }),
    backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
    ...(latest && { latestRestorableTime: latest.toISOString() }),
    status: instance.DBInstanceStatus ?? 'unknown',
  };
}

/** What is still known of an instance that was deleted while its automated backups were kept. */
export function sourceFromRetainedBackup(backup: DBInstanceAutomatedBackup): SourceInstance {
  const latest = backup.RestoreWindow?.LatestTime;
  return {
    id: given(backup.DBInstanceIdentifier, 'DBInstanceIdentifier'),
    arn: given(backup.DBInstanceArn, 'DBInstanceArn'),
    dbiResourceId: given(backup.DbiResourceId, 'DbiResourceId'),
    engine: given(backup.Engine, 'Engine'),
    engineVersion: backup.EngineVersion ?? '',
    instanceClass: '',
    storageGb: backup.AllocatedStorage ?? 0,
    storageEncrypted: backup.Encrypted ?? false,
    subnetGroup: '',
    securityGroups: [],
    parameterGroup: '',
    multiAz: false,
    masterUser: given(backup.MasterUsername, 'MasterUsername'),
    backupRetentionDays: backup.BackupRetentionPeriod ?? 0,
    ...(latest && { latestRestorableTime: latest.toISOString() }),
    status: 'deleted',
  };
}

/** The SDK types every field as optional; without these few nothing sound can be done. */
export function given<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new KunrenError({
    code: 'AWS_ANSWER_INCOMPLETE',
    message: `RDS answered without ${field}.`,
  });
}
