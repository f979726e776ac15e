import type { RestoreDBInstanceFromDBSnapshotMessage } from '@aws-sdk/client-rds';
import type { InstanceSettings } from '../rds/rds-state.ts';
import { invalidValue } from './backup-error.ts';

type Metadata = { readonly [key: string]: string };
type RestoreInput = RestoreDBInstanceFromDBSnapshotMessage;

const TEXTS = [
  'DBInstanceIdentifier',
  'DBInstanceClass',
  'DBSubnetGroupName',
  'DBParameterGroupName',
  'OptionGroupName',
  'AvailabilityZone',
  'StorageType',
  'LicenseModel',
  'Engine',
  'DBName',
] as const satisfies readonly (keyof RestoreInput)[];

const NUMBERS = ['AllocatedStorage', 'Port'] as const satisfies readonly (keyof RestoreInput)[];

const FLAGS = [
  'MultiAZ',
  'PubliclyAccessible',
  'AutoMinorVersionUpgrade',
  'CopyTagsToSnapshot',
  'DeletionProtection',
  'EnableIAMDatabaseAuthentication',
] as const satisfies readonly (keyof RestoreInput)[];

/** Told by AWS Backup and ignored when given back: a restore keeps the version of its snapshot. */
const TOLD_ONLY = ['EngineVersion'];

/** How the instance was when its recovery point was made, in the words of a restore job. */
export function restoreMetadata(instance: string, settings: InstanceSettings): Metadata {
  return {
    DBInstanceIdentifier: instance,
    DBInstanceClass: settings.instanceClass,
    DBSubnetGroupName: settings.subnetGroup,
    VpcSecurityGroupIds: JSON.stringify(settings.securityGroups),
    DBParameterGroupName: settings.parameterGroup,
    OptionGroupName: settings.optionGroup,
    AvailabilityZone: settings.availabilityZone,
    AllocatedStorage: `${settings.allocatedStorage}`,
    StorageType: settings.storageType,
    Engine: 'postgres',
    EngineVersion: settings.engineVersion,
    LicenseModel: 'postgresql-license',
    MultiAZ: `${settings.multiAz}`,
    PubliclyAccessible: `${settings.publiclyAccessible}`,
    AutoMinorVersionUpgrade: `${settings.autoMinorVersionUpgrade}`,
    CopyTagsToSnapshot: `${settings.copyTagsToSnapshot}`,
    DeletionProtection: `${settings.deletionProtection}`,
    EnableIAMDatabaseAuthentication: `${settings.iamAuthentication}`,
  };
}

/**
 * The restore that the metadata of a job ask RDS for. Whether RDS can do it is for RDS to say.
 * @throws ServiceError `InvalidParameterValueException` for a key or a value that AWS Backup itself cannot read.
 */
export function readRestoreMetadata(metadata: Metadata): Partial<RestoreInput> {
  const input: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (isOneOf(TEXTS, key)) input[key] = value;
    else if (isOneOf(NUMBERS, key)) input[key] = readNumber(key, value);
    else if (isOneOf(FLAGS, key)) input[key] = readFlag(key, value);
    else if (key === 'VpcSecurityGroupIds') input[key] = readList(key, value);
    else if (!TOLD_ONLY.includes(key)) throw bad(`Unrecognized key : ${key}`);
  }
  if (!input['DBInstanceIdentifier']) throw bad('DBInstanceIdentifier is missing');
  return input;
}

function isOneOf(names: readonly string[], key: string): boolean {
  return names.includes(key);
}

function readNumber(key: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw bad(`${key} is not a number: ${value}`);
  return Number(value);
}

function readFlag(key: string, value: string): boolean {
  const flag = { true: true, false: false }[value.toLowerCase()];
  if (flag === undefined) throw bad(`${key} must be true or false, not ${value}`);
  return flag;
}

function readList(key: string, value: string): string[] {
  let list: unknown;
  try {
    list = JSON.parse(value);
  } catch {
    list = undefined;
  }
  if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list;
  throw bad(`${key} must be a list of strings in JSON, not ${value}`);
}

const bad = (why: string) => invalidValue(`Invalid restore metadata. ${why}`);
