import {
  DBInstanceAlreadyExistsFault$,
  InstanceQuotaExceededFault$,
  InvalidVPCNetworkStateFault$,
  type RestoreDBInstanceFromDBSnapshotMessage,
} from '@aws-sdk/client-rds';
import { modeledError } from '../wire/service-error.ts';
import { checkSecurityGroups, defaultSecurityGroup } from './network.ts';
import type { Rds } from './rds.ts';
import { invalidCombination, invalidValue } from './rds-error.ts';
import type { InstanceRecord, InstanceSettings } from './rds-state.ts';
import { DEFAULTS, newResourceId } from './seed.ts';
import { checkInstanceClass, mergeTags, newIdentifier } from './validate.ts';

/** AWS's default quota. */
const MOST_INSTANCES = 40;

/** What both restores let the caller choose; the sandbox honours these. */
export const RESTORE_OPTIONS = [
  // Taken and not obeyed: the sandbox's servers share one address, so each needs a port of its own.
  'Port',
  'DBInstanceClass',
  'AvailabilityZone',
  'DBSubnetGroupName',
  'MultiAZ',
  'PubliclyAccessible',
  'AutoMinorVersionUpgrade',
  'LicenseModel',
  'DBName',
  'Engine',
  'OptionGroupName',
  'CopyTagsToSnapshot',
  'Tags',
  'StorageType',
  'VpcSecurityGroupIds',
  'EnableIAMDatabaseAuthentication',
  'DBParameterGroupName',
  'DeletionProtection',
  'AllocatedStorage',
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
  if (rds.find(id)) {
    throw modeledError(DBInstanceAlreadyExistsFault$, 'DB instance already exists');
  }
  if (rds.state.instances.length >= MOST_INSTANCES) {
    const message = `Cannot create more than ${MOST_INSTANCES} DB instances`;
    throw modeledError(InstanceQuotaExceededFault$, message);
  }
  return {
    id,
    resourceId: newResourceId(),
    status: 'creating',
    settings: restoredSettings(rds, request.source, request.options),
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
  const zones = group.subnets.map(({ zone }) => zone);
  const zone = options.AvailabilityZone;
  if (zone && options.MultiAZ) {
    throw invalidCombination(
      'Requesting a specific availability zone is not valid for Multi-AZ instances.',
    );
  }
  if (zone && !zones.includes(zone)) {
    const message = `The subnet group ${group.name} has no subnet in the Availability Zone ${zone}.`;
    throw modeledError(InvalidVPCNetworkStateFault$, message);
  }
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
    optionGroup: options.OptionGroupName ?? DEFAULTS.optionGroup,
    availabilityZone: zone ?? zones[0] ?? source.availabilityZone,
    multiAz: options.MultiAZ ?? false,
    publiclyAccessible: options.PubliclyAccessible ?? false,
    deletionProtection: options.DeletionProtection ?? false,
    backupRetention: retention(options.BackupRetentionPeriod) ?? source.backupRetention,
    copyTagsToSnapshot: options.CopyTagsToSnapshot ?? false,
    autoMinorVersionUpgrade: options.AutoMinorVersionUpgrade ?? source.autoMinorVersionUpgrade,
    iamAuthentication: options.EnableIAMDatabaseAuthentication ?? false,
  };
}

/** @throws ServiceError unless absent or 0 to 35 days. */
export function retention(days: number | undefined): number | undefined {
  if (days !== undefined && (!Number.isInteger(days) || days < 0 || days > 35)) {
    throw invalidValue(`Invalid backup retention period: ${days}. Must be between 0 and 35.`);
  }
  return days;
}
