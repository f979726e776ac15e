import {
  type DBInstance,
  DBInstanceAlreadyExistsFault,
  DBInstanceNotFoundFault,
  type DBSnapshot,
  RDSServiceException,
} from '@aws-sdk/client-rds';
import type { RestoreTarget } from '../../src/activities/rds/restored-instance.ts';
import type { SourceInstance } from '../../src/activities/rds/source-instance.ts';
import { RUN_TAG } from '../../src/core/resource.ts';
import { RUN } from './activity-context.ts';

export const INSTANCE = `kunren-${RUN}`;

export const source: SourceInstance = {
  id: 'shop-production',
  arn: 'arn:aws:rds:ap-northeast-1:111122223333:db:shop-production',
  dbiResourceId: 'db-SOURCE',
  engine: 'postgres',
  engineVersion: '18.0',
  instanceClass: 'db.m7g.large',
  storageGb: 100,
  storageEncrypted: true,
  subnetGroup: 'production',
  securityGroups: ['sg-production'],
  parameterGroup: 'shop-postgres18',
  multiAz: true,
  masterUser: 'shop',
  endpoint: { host: 'shop-production.example', port: 5432 },
  backupRetentionDays: 7,
  latestRestorableTime: '2026-11-24T00:57:00.000Z',
  status: 'available',
};

export const target: RestoreTarget = {
  subnetGroup: 'drill-isolated',
  securityGroups: ['sg-drill'],
  parameterGroup: 'shop-postgres18',
  instanceClass: 'db.m7g.large',
  multiAz: false,
};

export function runTag(run = RUN) {
  return [{ Key: RUN_TAG, Value: run }];
}

/** The restored instance as RDS describes it once all is well. */
export function restored(overrides: Partial<DBInstance> = {}): DBInstance {
  return {
    DBInstanceIdentifier: INSTANCE,
    DBInstanceArn: `arn:aws:rds:ap-northeast-1:111122223333:db:${INSTANCE}`,
    DbiResourceId: 'db-RESTORED',
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    EngineVersion: '18.0',
    MasterUsername: 'shop',
    InstanceCreateTime: new Date('2026-11-24T01:04:00Z'),
    Endpoint: { Address: 'restored.example', Port: 5432 },
    PubliclyAccessible: false,
    DBSubnetGroup: { DBSubnetGroupName: target.subnetGroup },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-drill', Status: 'active' }],
    DBParameterGroups: [
      { DBParameterGroupName: target.parameterGroup, ParameterApplyStatus: 'in-sync' },
    ],
    TagList: runTag(),
    ...overrides,
  };
}

const ACCOUNT = '111122223333';
/** Production's Region, and the other one. */
export const REGION_A = 'ap-northeast-1';
export const REGION_B = 'ap-northeast-3';
export const PRIMARY_ARN = `arn:aws:rds:${REGION_A}:${ACCOUNT}:db:orders-prod`;
export const REPLICA_ARN = `arn:aws:rds:${REGION_B}:${ACCOUNT}:db:orders-prod-replica`;

/** The production primary as RDS describes it: Multi-AZ, with a replica in the other Region. */
export function primary(overrides: Partial<DBInstance> = {}): DBInstance {
  return {
    DBInstanceIdentifier: 'orders-prod',
    DBInstanceArn: PRIMARY_ARN,
    DbiResourceId: 'db-PRIMARY',
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    EngineVersion: '18.0',
    DBInstanceClass: 'db.m7g.large',
    AllocatedStorage: 100,
    StorageEncrypted: true,
    DBSubnetGroup: { DBSubnetGroupName: 'production' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-production', Status: 'active' }],
    DBParameterGroups: [{ DBParameterGroupName: 'orders-postgres18' }],
    MultiAZ: true,
    AvailabilityZone: 'ap-northeast-1a',
    SecondaryAvailabilityZone: 'ap-northeast-1c',
    MasterUsername: 'orders_admin',
    Endpoint: { Address: 'orders-prod.example', Port: 5432 },
    BackupRetentionPeriod: 7,
    DeletionProtection: true,
    ReadReplicaDBInstanceIdentifiers: [REPLICA_ARN],
    TagList: [],
    ...overrides,
  };
}

/** Its replica in the other Region, following. */
export function replica(overrides: Partial<DBInstance> = {}): DBInstance {
  return primary({
    DBInstanceIdentifier: 'orders-prod-replica',
    DBInstanceArn: REPLICA_ARN,
    DbiResourceId: 'db-REPLICA',
    MultiAZ: false,
    AvailabilityZone: 'ap-northeast-3a',
    SecondaryAvailabilityZone: undefined,
    Endpoint: { Address: 'orders-prod-replica.example', Port: 5432 },
    BackupRetentionPeriod: 0,
    DeletionProtection: false,
    ReadReplicaDBInstanceIdentifiers: [],
    ReadReplicaSourceDBInstanceIdentifier: PRIMARY_ARN,
    StatusInfos: [{ StatusType: 'read replication', Normal: true, Status: 'replicating' }],
    ...overrides,
  });
}

/** With settings that are none of RDS's defaults. */
export function furnished(instance: DBInstance): DBInstance {
  const region = instance.DBInstanceArn?.split(':')[3];
  const KmsKeyId = `arn:aws:kms:${region}:${ACCOUNT}:key/of-orders`;
  return {
    ...instance,
    KmsKeyId,
    OptionGroupMemberships: [{ OptionGroupName: 'orders-options', Status: 'in-sync' }],
    StorageType: 'gp3',
    Iops: 3000,
    StorageThroughput: 125,
    MaxAllocatedStorage: 500,
    MonitoringInterval: 60,
    MonitoringRoleArn: `arn:aws:iam::${ACCOUNT}:role/monitoring`,
    PerformanceInsightsEnabled: true,
    PerformanceInsightsKMSKeyId: KmsKeyId,
    PerformanceInsightsRetentionPeriod: 31,
    EnabledCloudwatchLogsExports: ['upgrade', 'postgresql'],
    CACertificateIdentifier: 'rds-ca-rsa4096-g1',
    CopyTagsToSnapshot: true,
    AutoMinorVersionUpgrade: true,
    IAMDatabaseAuthenticationEnabled: true,
    PreferredBackupWindow: '16:00-16:30',
    PreferredMaintenanceWindow: 'sat:18:00-sat:18:30',
    TagList: [
      { Key: 'team', Value: 'shop' },
      { Key: 'aws:cloudformation:stack-name', Value: 'orders' },
      ...(instance.TagList ?? []),
    ],
  };
}

/** What becomes of it once it is promoted. */
export function promoted(overrides: Partial<DBInstance> = {}): DBInstance {
  return replica({
    ReadReplicaSourceDBInstanceIdentifier: undefined,
    StatusInfos: undefined,
    BackupRetentionPeriod: 7,
    ...overrides,
  });
}

export function snapshot(id: string, overrides: Partial<DBSnapshot> = {}): DBSnapshot {
  return {
    DBSnapshotIdentifier: id,
    DBInstanceIdentifier: source.id,
    SnapshotType: 'automated',
    Status: 'available',
    SnapshotDatabaseTime: new Date('2026-11-23T17:00:00Z'),
    ...overrides,
  };
}

const $metadata = { httpStatusCode: 404, requestId: 'req-not-found' };

export const notFound = () => new DBInstanceNotFoundFault({ message: 'not found', $metadata });

export const alreadyExists = () =>
  new DBInstanceAlreadyExistsFault({
    message: 'already exists',
    $metadata: { httpStatusCode: 400 },
  });

/** An error of RDS that the SDK has no class for, or any other by its name. */
export function rdsError(name: string, httpStatusCode = 400): RDSServiceException {
  return new RDSServiceException({
    name,
    message: name,
    $fault: httpStatusCode >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode, requestId: 'req-1' },
  });
}
