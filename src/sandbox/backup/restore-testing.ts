import { randomInt, randomUUID } from 'node:crypto';
import { parseArn } from '../rds/arn.ts';
import type { BackupContext } from './backup-context.ts';
import { invalidValue } from './backup-error.ts';
import type {
  RecoveryPointRecord,
  RestoreJobRecord,
  TestingPlanRecord,
  TestingSelectionRecord,
} from './backup-state.ts';
import { beginRestore } from './begin-restore.ts';
import { readRestoreMetadata, restoreMetadata } from './restore-metadata.ts';

type Metadata = RestoreJobRecord['metadata'];

const DAY_MS = 86_400_000;

/** Starts the restore jobs of a restore testing plan, one for each resource that its selections name. */
export function startRestoreTests(
  context: BackupContext,
  plan: TestingPlanRecord,
): RestoreJobRecord[] {
  const { backup, jobs } = context;
  plan.lastRunAt = backup.now();
  const started = plan.selections.flatMap((selection) =>
    resourcesOf(context, selection).flatMap((resource) => {
      const point = chosenPoint(context, plan, resource);
      if (!point) return [];
      return beginRestore(backup, {
        recoveryPoint: point.arn,
        roleArn: selection.roleArn,
        metadata: { ...inferredMetadata(context, point), ...selection.overrides },
        copiesTags: false,
        test: {
          planArn: plan.arn,
          selection: selection.name,
          validationWindowHours: selection.validationWindowHours,
        },
      });
    }),
  );
  for (const job of started) jobs.runRestore(job);
  return started;
}

/** What a restore test restores with, unless its selection overrides it: a new name, alone, in the default network. */
export function inferredMetadata({ rds }: BackupContext, point: RecoveryPointRecord): Metadata {
  const { settings, instance } = rds.rds.snapshot(point.snapshot);
  const {
    DBSubnetGroupName: _subnets,
    VpcSecurityGroupIds: _groups,
    AvailabilityZone: _zone,
    ...kept
  } = restoreMetadata(instance, settings);
  return {
    ...kept,
    DBInstanceIdentifier: `awsbackup-restore-test-${randomUUID()}`,
    MultiAZ: 'false',
    PubliclyAccessible: 'false',
    DeletionProtection: 'false',
  };
}

const OVERRIDABLE = [
  ...['DBInstanceClass', 'DBSubnetGroupName', 'VpcSecurityGroupIds', 'DBParameterGroupName'],
  ...['OptionGroupName', 'AvailabilityZone', 'StorageType', 'AllocatedStorage', 'MultiAZ'],
  ...['PubliclyAccessible', 'DeletionProtection', 'EnableIAMDatabaseAuthentication'],
];

/**
 * Overrides of a selection in the spelling of metadata: their keys are taken whatever their case.
 * @throws ServiceError `InvalidParameterValueException` for what cannot be overridden, or cannot be read.
 */
export function readOverrides(overrides: Metadata): Metadata {
  const entries = Object.entries(overrides).map(([key, value]) => {
    const known = OVERRIDABLE.find((each) => each.toLowerCase() === key.toLowerCase());
    if (!known) throw invalidValue(`The restore metadata key ${key} cannot be overridden.`);
    return [known, value];
  });
  const read: Metadata = Object.fromEntries(entries);
  readRestoreMetadata({ ...read, DBInstanceIdentifier: 'any' });
  return read;
}

function resourcesOf({ backup }: BackupContext, { resourceArns }: TestingSelectionRecord) {
  const backedUp = new Set(backup.state.recoveryPoints.map(({ resourceArn }) => resourceArn));
  const instances = [...backedUp].filter((arn) => parseArn(backup.place, arn)?.type === 'db');
  return instances.filter((arn) => resourceArns.includes('*') || resourceArns.includes(arn));
}

function chosenPoint(
  { backup, rds }: BackupContext,
  plan: TestingPlanRecord,
  resource: string,
): RecoveryPointRecord | undefined {
  const isIn = (list: readonly string[], vault: string) =>
    list.includes('*') || list.includes(backup.arn('backup-vault', vault));
  const oldest = backup.clock.now() - plan.selectionWindowDays * DAY_MS;
  const points = backup
    .recoveryPointsOf(resource)
    .filter(({ status, createdAt, vault, snapshot }) => {
      const isWanted = isIn(plan.includeVaults, vault) && !isIn(plan.excludeVaults, vault);
      const isThere = status === 'COMPLETED' && rds.rds.findSnapshot(snapshot) !== undefined;
      return isThere && isWanted && Date.parse(createdAt) >= oldest;
    });
  if (!plan.recoveryPointTypes.includes('SNAPSHOT') || points.length === 0) return undefined;
  return points[plan.algorithm === 'RANDOM_WITHIN_WINDOW' ? randomInt(points.length) : 0];
}
