import type { DBInstance, PendingModifiedValues } from '@aws-sdk/client-rds';
import type { Instant } from '../../core/ports.ts';
import { endpointView, subnetGroupView } from './group-view.ts';
import type { Rds } from './rds.ts';
import type { InstanceRecord, InstanceSettings, PendingChanges } from './rds-state.ts';
import { nameSeenFrom, replicasOf, replicationStatus } from './replication.ts';

/** Before the server has run, nothing of it can be told. */
export async function instanceView(rds: Rds, instance: InstanceRecord): Promise<DBInstance> {
  const [restorable, replication] = await Promise.all([
    latestRestorable(rds, instance),
    replicationStatus(rds, instance),
  ]);
  const { settings, createdAt, standby, replicaOf } = instance;
  return {
    DBInstanceIdentifier: instance.id,
    DBInstanceClass: settings.instanceClass,
    Engine: 'postgres',
    DBInstanceStatus: rds.statusOf(instance),
    MasterUsername: settings.masterUser,
    DBName: settings.database,
    Endpoint: instance.endpoint && endpointView(instance.endpoint),
    AllocatedStorage: settings.allocatedStorage,
    InstanceCreateTime: createdAt ? new Date(createdAt) : undefined,
    PreferredBackupWindow: settings.backupWindow,
    BackupRetentionPeriod: settings.backupRetention,
    DBSecurityGroups: [],
    VpcSecurityGroups: settings.securityGroups.map((id) => ({
      VpcSecurityGroupId: id,
      Status: 'active',
    })),
    DBParameterGroups: [
      { DBParameterGroupName: settings.parameterGroup, ParameterApplyStatus: 'in-sync' },
    ],
    AvailabilityZone: createdAt && settings.availabilityZone,
    SecondaryAvailabilityZone: standby?.inSync ? standby.zone : undefined,
    DBSubnetGroup: subnetGroupView(rds, rds.subnetGroup(settings.subnetGroup)),
    PreferredMaintenanceWindow: settings.maintenanceWindow,
    PendingModifiedValues: pendingView(instance),
    LatestRestorableTime: restorable ? new Date(restorable) : undefined,
    MultiAZ: settings.multiAz,
    EngineVersion: settings.engineVersion,
    AutoMinorVersionUpgrade: settings.autoMinorVersionUpgrade,
    ReadReplicaSourceDBInstanceIdentifier:
      replicaOf && nameSeenFrom(rds, replicaOf.region, replicaOf.id),
    ReadReplicaDBInstanceIdentifiers: replicasOf(rds, instance).map(
      ({ rds: theirs, instance: { id } }) => nameSeenFrom(rds, theirs.place.region, id),
    ),
    LicenseModel: 'postgresql-license',
    OptionGroupMemberships: [{ OptionGroupName: settings.optionGroup, Status: 'in-sync' }],
    PubliclyAccessible: settings.publiclyAccessible,
    StatusInfos: replication && [replication],
    StorageType: settings.storageType,
    DbInstancePort: 0,
    StorageEncrypted: settings.encrypted,
    KmsKeyId: settings.encrypted ? settings.kmsKey : undefined,
    DbiResourceId: instance.resourceId,
    CopyTagsToSnapshot: settings.copyTagsToSnapshot,
    MonitoringInterval: settings.monitoring?.seconds ?? 0,
    MonitoringRoleArn: settings.monitoring?.role,
    DBInstanceArn: rds.arn('db', instance.id),
    IAMDatabaseAuthenticationEnabled: settings.iamAuthentication,
    PerformanceInsightsEnabled: settings.performanceInsights !== undefined,
    PerformanceInsightsKMSKeyId: settings.performanceInsights?.kmsKey,
    PerformanceInsightsRetentionPeriod: settings.performanceInsights?.retention,
    EnabledCloudwatchLogsExports: [...settings.logExports],
    CACertificateIdentifier: settings.caCertificate,
    MaxAllocatedStorage: settings.maxAllocatedStorage,
    ...baselineOf(settings),
    DeletionProtection: settings.deletionProtection,
    TagList: instance.tags,
    NetworkType: 'IPV4',
    BackupTarget: 'region',
  };
}

/** Newest instant that the instance can be restored to; `undefined` while it has none. */
export async function latestRestorable(
  rds: Rds,
  { server, createdAt, settings, replicaOf }: InstanceRecord,
): Promise<Instant | undefined> {
  if (!createdAt || replicaOf || settings.backupRetention === 0) return undefined;
  // While the server is being removed there is nothing to look at.
  return rds.host.latestRestorableTime(server).catch(() => undefined);
}

/** What gp3 gives to small storage, and what cannot be chosen there. */
function baselineOf({ storageType, allocatedStorage }: InstanceSettings) {
  const isSmall = storageType === 'gp3' && allocatedStorage < 400;
  return isSmall ? { Iops: 3000, StorageThroughput: 125 } : {};
}

function pendingView(instance: InstanceRecord): PendingModifiedValues {
  const changes = instance.works.flatMap((work) => (work.kind === 'modify' ? [work.changes] : []));
  const pending: PendingChanges = Object.assign({}, instance.deferred, ...changes);
  return {
    MasterUserPassword: pending.masterUserPassword && '****',
    DBInstanceClass: pending.instanceClass,
    AllocatedStorage: pending.allocatedStorage,
    MultiAZ: pending.multiAz,
    DBInstanceIdentifier: pending.newId,
  };
}
