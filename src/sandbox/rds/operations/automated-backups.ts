import {
  type DBInstanceAutomatedBackup,
  type DBInstanceAutomatedBackupMessage,
  DBInstanceAutomatedBackupNotFoundFault$,
  DescribeDBInstanceAutomatedBackups$,
  type DescribeDBInstanceAutomatedBackupsMessage,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { modeledError } from '../../wire/service-error.ts';
import { nameOf } from '../arn.ts';
import { automatedBackupId } from '../automated-snapshot.ts';
import { passesFilters } from '../filter.ts';
import { latestRestorable } from '../instance-view.ts';
import { pageOf } from '../page.ts';
import type { Rds } from '../rds.ts';
import type { RdsContext } from '../rds-context.ts';
import type { InstanceRecord } from '../rds-state.ts';

export const describeAutomatedBackups = operation<
  DescribeDBInstanceAutomatedBackupsMessage,
  DBInstanceAutomatedBackupMessage,
  RdsContext
>({
  schema: DescribeDBInstanceAutomatedBackups$,
  mutating: false,
  handle: async (input, { rds }) => {
    const passes = passesFilters<InstanceRecord>(input.Filters, {
      status: () => ['active'],
      'db-instance-id': ({ id }) => [id, rds.arn('db', id)],
      'dbi-resource-id': ({ resourceId }) => [resourceId],
    });
    const { DbiResourceId, DBInstanceIdentifier, DBInstanceAutomatedBackupsArn } = input;
    const name = DBInstanceIdentifier && nameOf(rds.place, DBInstanceIdentifier);
    const found = rds.state.instances.filter(
      (each) =>
        each.createdAt &&
        each.settings.backupRetention > 0 &&
        (!name || each.id === name) &&
        (!DbiResourceId || each.resourceId === DbiResourceId) &&
        (!DBInstanceAutomatedBackupsArn ||
          rds.arn('auto-backup', automatedBackupId(each)) === DBInstanceAutomatedBackupsArn) &&
        passes(each),
    );
    const asked = DbiResourceId ?? DBInstanceAutomatedBackupsArn ?? DBInstanceIdentifier;
    if (asked && found.length === 0) {
      const message = `No automated backup of ${asked} was found.`;
      throw modeledError(DBInstanceAutomatedBackupNotFoundFault$, message);
    }
    const { items, Marker } = pageOf(found, (each) => each.id, input);
    const views = items.map((each) => view(rds, each));
    return { DBInstanceAutomatedBackups: await Promise.all(views), Marker };
  },
});

async function view(rds: Rds, instance: InstanceRecord): Promise<DBInstanceAutomatedBackup> {
  const { id, server, settings, createdAt } = instance;
  const [earliest, latest] = await Promise.all([
    rds.host.earliestRestorableTime(server).catch(() => undefined),
    latestRestorable(rds, instance),
  ]);
  return {
    DBInstanceArn: rds.arn('db', id),
    DbiResourceId: instance.resourceId,
    Region: rds.place.region,
    DBInstanceIdentifier: id,
    RestoreWindow: {
      EarliestTime: earliest ? new Date(earliest) : undefined,
      LatestTime: latest ? new Date(latest) : undefined,
    },
    AllocatedStorage: settings.allocatedStorage,
    Status: 'active',
    AvailabilityZone: settings.availabilityZone,
    VpcId: rds.subnetGroup(settings.subnetGroup).vpc,
    InstanceCreateTime: createdAt ? new Date(createdAt) : undefined,
    MasterUsername: settings.masterUser,
    Engine: 'postgres',
    EngineVersion: settings.engineVersion,
    LicenseModel: 'postgresql-license',
    OptionGroupName: settings.optionGroup,
    Encrypted: settings.encrypted,
    StorageType: settings.storageType,
    KmsKeyId: settings.encrypted ? settings.kmsKey : undefined,
    IAMDatabaseAuthenticationEnabled: settings.iamAuthentication,
    BackupRetentionPeriod: settings.backupRetention,
    DBInstanceAutomatedBackupsArn: rds.arn('auto-backup', automatedBackupId(instance)),
    BackupTarget: 'region',
  };
}
