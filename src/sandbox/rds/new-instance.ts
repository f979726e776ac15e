import {
  type CreateDBInstanceReadReplicaMessage,
  DBInstanceAlreadyExistsFault$,
  InstanceQuotaExceededFault$,
  InsufficientDBInstanceCapacityFault$,
  InvalidVPCNetworkStateFault$,
  OptionGroupNotFoundFault$,
  type RestoreDBInstanceFromDBSnapshotMessage,
} from '@aws-sdk/client-rds';
import { modeledError } from '../wire/service-error.ts';
import { checkSecurityGroups, defaultSecurityGroup } from './network.ts';
import type { Rds } from './rds.ts';
import { invalidCombination, invalidValue } from './rds-error.ts';
import type { InstanceRecord, InstanceSettings, SubnetGroupRecord } from './rds-state.ts';
import { DEFAULTS, newResourceId, OPTION_GROUPS } from './seed.ts';
import { checkInstanceClass, mergeTags, newIdentifier } from './validate.ts';

/** AWS's default quota. */
const MOST_INSTANCES = 40;

/** What the caller may choose of any new instance; the sandbox honours these. */
export const NEW_INSTANCE_OPTIONS = [
  // Taken and not obeyed: the sandbox's servers share one address, so each needs a port of its own.
  'Port',
  'DBInstanceClass',
  'AvailabilityZone',
  'DBSubnetGroupName',
  'MultiAZ',
  'PubliclyAccessible',
  'AutoMinorVersionUpgrade',
  'OptionGroupName',
  'CopyTagsToSnapshot',
  'Tags',
  'StorageType',
  'VpcSecurityGroupIds',
  'EnableIAMDatabaseAuthentication',
  'DBParameterGroupName',
  'DeletionProtection',
  'AllocatedStorage',
] as const satisfies readonly (keyof CreateDBInstanceReadReplicaMessage)[];

/** What both restores let the caller choose. */
export const RESTORE_OPTIONS = [
  ...NEW_INSTANCE_OPTIONS,
  'LicenseModel',
  'DBName',
  'Engine',
  'BackupRetentionPeriod',
] as const satisfies readonly (keyof RestoreDBInstanceFromDBSnapshotMessage)[];

export type RestoreOptions = Pick<
  RestoreDBInstanceFromDBSnapshotMessage,
  (typeof RESTORE_OPTIONS)[number]
>;

/**
 * The instance that a restore makes, still without a server. What the caller does not choose is RDS's default,
 * not what the source has: default network, default parameter group, Single-AZ, no deletion protection.
 * @throws ServiceError when the name, a group, a class, … is not right.
 */
export function newInstance(
  rds: Rds,
  request: {
    readonly parameter: string;
    readonly id: string | undefined;
    readonly source: InstanceSettings;
    readonly options: RestoreOptions;
  },
): InstanceRecord {
  const id = newIdentifier(request.parameter, request.id, 63);
  if (rds.isTaken(id)) {
    throw modeledError(DBInstanceAlreadyExistsFault$, 'DB instance already exists');
  }
  if (rds.state.instances.length >= MOST_INSTANCES) {
    const message = `Cannot create more than ${MOST_INSTANCES} DB instances`;
    throw modeledError(InstanceQuotaExceededFault$, message);
  }
  const settings = restoredSettings(rds, request.source, request.options);
  return {
    id,
    resourceId: newResourceId(),
    status: 'creating',
    hasDoor: settings.multiAz,
    server: rds.newServer(id),
    retired: [],
    settings,
    tags: mergeTags([], request.options.Tags),
    works: [],
    deferred: {},
  };
}

function restoredSettings(
  rds: Rds,
  source: InstanceSettings,
  options: RestoreOptions,
): InstanceSettings {
  if (options.Engine && options.Engine !== 'postgres') {
    throw invalidValue(`The engine ${options.Engine} does not match the source's, postgres.`);
  }
  if (options.DBInstanceClass) checkInstanceClass(options.DBInstanceClass);
  const group = rds.subnetGroup(options.DBSubnetGroupName ?? DEFAULTS.subnetGroup);
  const securityGroups = options.VpcSecurityGroupIds?.length
    ? options.VpcSecurityGroupIds
    : [defaultSecurityGroup(group.vpc)];
  checkSecurityGroups(securityGroups, group.vpc);
  const storage = options.AllocatedStorage ?? source.allocatedStorage;
  if (storage < source.allocatedStorage) {
    throw invalidCombination('Requested storage size is smaller than the one of the source.');
  }
  return {
    ...source,
    instanceClass: options.DBInstanceClass ?? source.instanceClass,
    allocatedStorage: storage,
    storageType: options.StorageType ?? source.storageType,
    subnetGroup: group.name,
    securityGroups,
    parameterGroup: rds.parameterGroup(options.DBParameterGroupName ?? DEFAULTS.parameterGroup)
      .name,
    optionGroup: optionGroup(options.OptionGroupName),
    availabilityZone: zoneFor(rds, group, options),
    multiAz: options.MultiAZ ?? false,
    publiclyAccessible: options.PubliclyAccessible ?? false,
    deletionProtection: options.DeletionProtection ?? false,
    backupRetention: retention(options.BackupRetentionPeriod) ?? source.backupRetention,
    copyTagsToSnapshot: options.CopyTagsToSnapshot ?? false,
    autoMinorVersionUpgrade: options.AutoMinorVersionUpgrade ?? source.autoMinorVersionUpgrade,
    iamAuthentication: options.EnableIAMDatabaseAuthentication ?? false,
    maxAllocatedStorage: undefined,
    monitoring: undefined,
    performanceInsights: undefined,
    logExports: [],
    caCertificate: DEFAULTS.caCertificate,
    backupWindow: DEFAULTS.backupWindow,
    maintenanceWindow: DEFAULTS.maintenanceWindow,
  };
}

function optionGroup(name: string = DEFAULTS.optionGroup): string {
  const group = name.toLowerCase();
  if (OPTION_GROUPS.includes(group)) return group;
  throw modeledError(OptionGroupNotFoundFault$, `Specified OptionGroupName: ${name} not found.`);
}

/** The first zone with power, unless the caller wants a certain one. @throws ServiceError when it cannot be there. */
function zoneFor(
  rds: Rds,
  group: SubnetGroupRecord,
  { AvailabilityZone, MultiAZ }: RestoreOptions,
): string {
  if (AvailabilityZone && MultiAZ) {
    throw invalidCombination(
      'Requesting a specific availability zone is not valid for Multi-AZ instances.',
    );
  }
  const zones = group.subnets.map(({ zone }) => zone);
  if (AvailabilityZone && !zones.includes(AvailabilityZone)) {
    const message = `The subnet group ${group.name} has no subnet in the Availability Zone ${AvailabilityZone}.`;
    throw modeledError(InvalidVPCNetworkStateFault$, message);
  }
  const wanted = AvailabilityZone ? [AvailabilityZone] : zones;
  const zone = wanted.find((each) => !rds.outages.isZoneDown(each));
  if (zone !== undefined) return zone;
  const message = `There is no capacity in ${wanted.join(', ')} at the moment.`;
  throw modeledError(InsufficientDBInstanceCapacityFault$, message);
}

/** @throws ServiceError unless absent or 0 to 35 days. */
export function retention(days: number | undefined): number | undefined {
  if (days !== undefined && (!Number.isInteger(days) || days < 0 || days > 35)) {
    throw invalidValue(`Invalid backup retention period: ${days}. Must be between 0 and 35.`);
  }
  return days;
}
