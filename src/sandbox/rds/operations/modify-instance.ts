import {
  DBInstanceAlreadyExistsFault$,
  InvalidDBInstanceStateFault$,
  ModifyDBInstance$,
  type ModifyDBInstanceMessage,
  type ModifyDBInstanceResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { modeledError, ServiceError } from '../../wire/service-error.ts';
import { instanceView } from '../instance-view.ts';
import { checkSecurityGroups } from '../network.ts';
import { retention } from '../new-instance.ts';
import type { Rds } from '../rds.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidCombination } from '../rds-error.ts';
import type { InstanceRecord, InstanceSettings, PendingChanges } from '../rds-state.ts';
import {
  backupWindow,
  checkInstanceClass,
  checkPassword,
  maintenanceWindow,
  newIdentifier,
} from '../validate.ts';

type Input = ModifyDBInstanceMessage;

export const modifyInstance = operation<Input, ModifyDBInstanceResult, RdsContext>({
  schema: ModifyDBInstance$,
  mutating: true,
  honours: [
    'DBInstanceIdentifier',
    'NewDBInstanceIdentifier',
    'ApplyImmediately',
    'MasterUserPassword',
    'DBInstanceClass',
    'AllocatedStorage',
    'MultiAZ',
    'VpcSecurityGroupIds',
    'DBParameterGroupName',
    'BackupRetentionPeriod',
    'PreferredBackupWindow',
    'PreferredMaintenanceWindow',
    'PubliclyAccessible',
    'DeletionProtection',
    'CopyTagsToSnapshot',
    'AutoMinorVersionUpgrade',
    'EnableIAMDatabaseAuthentication',
  ],
  handle: async (input, { rds, lifecycle }, call) => {
    await rds.lookAtServers();
    const instance = rds.availableInstance(input.DBInstanceIdentifier ?? '');
    const noted = notedChanges(rds, instance, input);
    if (instance.replicaOf) refuseOfReplica(input);
    const { masterUserPassword, ...rest } = workedChanges(instance, input);
    // A password never waits for the maintenance window, the rest only comes before it when asked to.
    const waiting = { ...instance.deferred, ...rest };
    if (waiting.newId !== undefined && rds.isTaken(waiting.newId)) {
      throw modeledError(DBInstanceAlreadyExistsFault$, 'DB instance already exists');
    }
    const now = {
      ...(masterUserPassword === undefined ? {} : { masterUserPassword }),
      ...(input.ApplyImmediately ? waiting : {}),
    };
    rds.change(instance, {
      settings: { ...instance.settings, ...noted },
      deferred: input.ApplyImmediately ? {} : waiting,
    });
    if (Object.keys(now).length > 0) lifecycle.enqueue(instance, { kind: 'modify', changes: now });
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});

/** Changes that are made by writing them down. */
function notedChanges(rds: Rds, instance: InstanceRecord, input: Input): Partial<InstanceSettings> {
  const { vpc } = rds.subnetGroup(instance.settings.subnetGroup);
  const { VpcSecurityGroupIds, DBParameterGroupName } = input;
  if (VpcSecurityGroupIds) checkSecurityGroups(VpcSecurityGroupIds, vpc);
  return withoutUndefined({
    securityGroups: VpcSecurityGroupIds,
    parameterGroup: DBParameterGroupName && rds.parameterGroup(DBParameterGroupName).name,
    backupRetention: retention(input.BackupRetentionPeriod),
    backupWindow: backupWindow(input.PreferredBackupWindow),
    maintenanceWindow: maintenanceWindow(input.PreferredMaintenanceWindow),
    publiclyAccessible: input.PubliclyAccessible,
    deletionProtection: input.DeletionProtection,
    copyTagsToSnapshot: input.CopyTagsToSnapshot,
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade,
    iamAuthentication: input.EnableIAMDatabaseAuthentication,
  });
}

/** @throws ServiceError for what a read replica has from its source. */
function refuseOfReplica({ MasterUserPassword, BackupRetentionPeriod }: Input): void {
  if (MasterUserPassword !== undefined) {
    const message = 'The master password of a read replica is the one of its source.';
    throw modeledError(InvalidDBInstanceStateFault$, message);
  }
  if (BackupRetentionPeriod) {
    const message = 'The sandbox takes no backups of read replicas.';
    throw new ServiceError('UnsupportedBySandbox', message);
  }
}

/** Changes that stay pending until the lifecycle has carried them out. */
function workedChanges({ id, settings }: InstanceRecord, input: Input): PendingChanges {
  const { MasterUserPassword, DBInstanceClass, AllocatedStorage, MultiAZ } = input;
  const { NewDBInstanceIdentifier } = input;
  const newId =
    NewDBInstanceIdentifier === undefined
      ? undefined
      : newIdentifier('NewDBInstanceIdentifier', NewDBInstanceIdentifier, 63);
  if (MasterUserPassword !== undefined) checkPassword(MasterUserPassword);
  if (DBInstanceClass !== undefined) checkInstanceClass(DBInstanceClass);
  if (AllocatedStorage !== undefined && AllocatedStorage < settings.allocatedStorage) {
    throw invalidCombination('Requested storage size is smaller than the current one.');
  }
  return withoutUndefined({
    masterUserPassword: MasterUserPassword,
    instanceClass: DBInstanceClass === settings.instanceClass ? undefined : DBInstanceClass,
    allocatedStorage: AllocatedStorage === settings.allocatedStorage ? undefined : AllocatedStorage,
    multiAz: MultiAZ === settings.multiAz ? undefined : MultiAZ,
    newId: newId === id ? undefined : newId,
  });
}

function withoutUndefined<Value extends object>(
  value: Value,
): {
  [Key in keyof Value]?: Exclude<Value[Key], undefined>;
} {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Value]?: Exclude<Value[Key], undefined> };
}
