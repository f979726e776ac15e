import type { DBSnapshot } from '@aws-sdk/client-rds';
import type { Rds } from './rds.ts';
import type { SnapshotRecord } from './rds-state.ts';

export function snapshotView(rds: Rds, snapshot: SnapshotRecord): DBSnapshot {
  const { settings } = snapshot;
  const createdAt = instant(snapshot.createdAt);
  return {
    DBSnapshotIdentifier: snapshot.id,
    DBInstanceIdentifier: snapshot.instance,
    SnapshotCreateTime: createdAt,
    Engine: 'postgres',
    AllocatedStorage: settings.allocatedStorage,
    Status: snapshot.status,
    AvailabilityZone: settings.availabilityZone,
    VpcId: rds.subnetGroup(settings.subnetGroup).vpc,
    InstanceCreateTime: new Date(snapshot.instanceCreatedAt),
    MasterUsername: settings.masterUser,
    EngineVersion: settings.engineVersion,
    LicenseModel: 'postgresql-license',
    SnapshotType: snapshot.type,
    OptionGroupName: settings.optionGroup,
    PercentProgress: snapshot.status === 'creating' ? 0 : 100,
    StorageType: settings.storageType,
    Encrypted: settings.encrypted,
    KmsKeyId: settings.encrypted ? settings.kmsKey : undefined,
    DBSnapshotArn: rds.arn('snapshot', snapshot.id),
    IAMDatabaseAuthenticationEnabled: settings.iamAuthentication,
    DbiResourceId: snapshot.resourceId,
    TagList: snapshot.tags,
    SnapshotTarget: 'region',
    // The same until a snapshot is copied, which the sandbox cannot do.
    OriginalSnapshotCreateTime: createdAt,
    SnapshotDatabaseTime: instant(snapshot.databaseTime),
    FullSnapshotSizeInBytes: snapshot.sizeBytes,
  };
}

function instant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
