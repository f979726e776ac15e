import type {
  CreateDBInstanceReadReplicaMessage,
  DBInstance,
  ModifyDBInstanceMessage,
} from '@aws-sdk/client-rds';
import { AT_THE_RUN } from '../../core/activity.ts';
import type { Json } from '../../core/failure.ts';

// What makes one instance like another: read from the old one, given to the new one, and compared in the end. In the
// words of RDS's calls, so that nothing stands between what was read and what is sent.

/** Some members of a request, each told or left out. */
type Members<Message, Name extends keyof Message> = {
  readonly [Member in Name]?: Exclude<Message[Member], undefined>;
};

/** What a read replica can be made with. */
export type ReplicaSettings = Members<
  CreateDBInstanceReadReplicaMessage,
  | 'AllocatedStorage'
  | 'AutoMinorVersionUpgrade'
  | 'CACertificateIdentifier'
  | 'CopyTagsToSnapshot'
  | 'DBInstanceClass'
  | 'DBParameterGroupName'
  | 'DBSubnetGroupName'
  | 'DedicatedLogVolume'
  | 'DeletionProtection'
  | 'EnableCloudwatchLogsExports'
  | 'EnableIAMDatabaseAuthentication'
  | 'EnablePerformanceInsights'
  | 'Iops'
  | 'KmsKeyId'
  | 'MaxAllocatedStorage'
  | 'MonitoringInterval'
  | 'MonitoringRoleArn'
  | 'MultiAZ'
  | 'NetworkType'
  | 'OptionGroupName'
  | 'PerformanceInsightsKMSKeyId'
  | 'PerformanceInsightsRetentionPeriod'
  | 'Port'
  | 'PubliclyAccessible'
  | 'StorageThroughput'
  | 'StorageType'
  | 'VpcSecurityGroupIds'
>;

/** What it can only be given later. */
export type LaterSettings = Members<
  ModifyDBInstanceMessage,
  'BackupRetentionPeriod' | 'PreferredBackupWindow' | 'PreferredMaintenanceWindow'
>;

export interface InstanceLikeness {
  readonly created: ReplicaSettings;
  readonly modified: LaterSettings;
  /** What no call of a failback gives back, so that it can only be told. */
  readonly told: { readonly [name: string]: Json };
  /** The user's own: neither AWS's nor ours. */
  readonly tags: { readonly [key: string]: string };
}

export function likenessOf(instance: DBInstance): InstanceLikeness {
  const { AllocatedStorage: storage = 0, MaxAllocatedStorage: most = 0 } = instance;
  return {
    created: known({
      DBInstanceClass: instance.DBInstanceClass,
      Port: instance.Endpoint?.Port,
      MultiAZ: instance.MultiAZ ?? false,
      DBSubnetGroupName: instance.DBSubnetGroup?.DBSubnetGroupName,
      VpcSecurityGroupIds: names(instance.VpcSecurityGroups, (group) => group.VpcSecurityGroupId),
      PubliclyAccessible: instance.PubliclyAccessible ?? false,
      NetworkType: instance.NetworkType === 'DUAL' ? 'DUAL' : undefined,
      DBParameterGroupName: instance.DBParameterGroups?.[0]?.DBParameterGroupName,
      OptionGroupName: instance.OptionGroupMemberships?.[0]?.OptionGroupName,
      AllocatedStorage: instance.AllocatedStorage,
      // RDS refuses a limit that is reached already.
      MaxAllocatedStorage: most > storage ? most : undefined,
      ...storageOf(instance),
      KmsKeyId: instance.StorageEncrypted ? instance.KmsKeyId : undefined,
      DeletionProtection: instance.DeletionProtection ?? false,
      AutoMinorVersionUpgrade: instance.AutoMinorVersionUpgrade ?? false,
      CopyTagsToSnapshot: instance.CopyTagsToSnapshot ?? false,
      EnableIAMDatabaseAuthentication: instance.IAMDatabaseAuthenticationEnabled ?? false,
      EnableCloudwatchLogsExports: names(instance.EnabledCloudwatchLogsExports, (log) => log),
      CACertificateIdentifier: instance.CACertificateIdentifier,
      ...watchingOf(instance),
    }),
    modified: known({
      BackupRetentionPeriod: instance.BackupRetentionPeriod,
      PreferredBackupWindow: instance.PreferredBackupWindow,
      PreferredMaintenanceWindow: instance.PreferredMaintenanceWindow,
    }),
    told: known({
      EngineVersion: instance.EngineVersion,
      ReadReplicas: names(instance.ReadReplicaDBInstanceIdentifiers, (replica) => replica),
      AssociatedRoles: names(instance.AssociatedRoles, (role) => role.RoleArn),
      Domains: names(instance.DomainMemberships, ({ Domain }) => Domain),
      ProcessorFeatures: names(instance.ProcessorFeatures, ({ Name, Value }) => `${Name} ${Value}`),
      DatabaseInsightsMode: instance.DatabaseInsightsMode,
    }),
    tags: Object.fromEntries(
      (instance.TagList ?? [])
        .filter(({ Key = '' }) => !/^(aws|kunren):/.test(Key))
        .map(({ Key = '', Value = '' }) => [Key, Value]),
    ),
  };
}

/** From here on gp3's performance can be chosen; below it is fixed, shown all the same, and refused when asked for. */
const GP3_CHOICE_GIB = 400;

function storageOf(instance: DBInstance) {
  const { StorageType: type, AllocatedStorage: gib = 0, Iops, StorageThroughput } = instance;
  const isGp3 = type === 'gp3' && gib >= GP3_CHOICE_GIB;
  return {
    StorageType: type,
    Iops: isGp3 || type === 'io1' || type === 'io2' ? Iops : undefined,
    StorageThroughput: isGp3 ? StorageThroughput : undefined,
    DedicatedLogVolume: instance.DedicatedLogVolume ? true : undefined,
  };
}

/** Enhanced Monitoring and Performance Insights; RDS refuses the details of what is off. */
function watchingOf(instance: DBInstance) {
  const { MonitoringInterval: seconds = 0, PerformanceInsightsEnabled: insights = false } =
    instance;
  return {
    MonitoringInterval: seconds,
    ...(seconds > 0 && { MonitoringRoleArn: instance.MonitoringRoleArn }),
    EnablePerformanceInsights: insights,
    ...(insights && {
      PerformanceInsightsKMSKeyId: instance.PerformanceInsightsKMSKeyId,
      PerformanceInsightsRetentionPeriod: instance.PerformanceInsightsRetentionPeriod,
    }),
  };
}

/** In an order of their own, so that they can be compared; `undefined` when there are none. */
function names<Item>(
  items: readonly Item[] | undefined,
  nameOf: (item: Item) => string | undefined,
): string[] | undefined {
  const found = (items ?? []).flatMap((item) => nameOf(item) ?? []).sort();
  return found.length > 0 ? found : undefined;
}

function known<Value extends object>(
  value: Value,
): { readonly [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Value]?: Exclude<Value[Key], undefined> };
}

/** What is different, one sentence for each setting: `OptionGroupName: default, was orders`. */
export function differences(was: InstanceLikeness, is: InstanceLikeness): readonly string[] {
  return [
    ...changes(was.created, is.created),
    ...changes(was.modified, is.modified),
    ...changes(was.told, is.told),
    ...changes(was.tags, is.tags).map((change) => `tag ${change}`),
  ];
}

/** Of what can be set later, that which is not as it was. */
export function laterChanges(was: InstanceLikeness, is: InstanceLikeness): LaterSettings {
  const present: { readonly [member: string]: unknown } = is.modified;
  return Object.fromEntries(
    Object.entries(was.modified).filter(([member, value]) => present[member] !== value),
  );
}

function changes(was: object, is: object): readonly string[] {
  const [before, now] = [new Map(Object.entries(was)), new Map(Object.entries(is))];
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((name) => {
    const [old, current] = [words(before.get(name)), words(now.get(name))];
    return old === current ? [] : [`${name}: ${current}, was ${old}`];
  });
}

function words(value: unknown): string {
  if (value === undefined) return 'none';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What a plan says of an instance that it did not look at. */
export const UNSEEN_LIKENESS: InstanceLikeness = {
  created: {
    DBInstanceClass: AT_THE_RUN,
    DBSubnetGroupName: AT_THE_RUN,
    VpcSecurityGroupIds: [AT_THE_RUN],
    DBParameterGroupName: AT_THE_RUN,
  },
  modified: {},
  told: {},
  tags: {},
};
