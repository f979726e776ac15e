import type { Fact, Probe } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { isOver, type TimeLimit } from '../time-limit.ts';
import { findAutomatedBackup } from './automated-backup.ts';
import {
  describeInstance,
  nameInstances,
  plannedLook,
  type RdsContext,
} from './describe-instance.ts';
import { pending } from './pending.ts';
import { noRecoveryPoint } from './recovery-point.ts';
import {
  type SourceInstance,
  sourceFromInstance,
  sourceFromRetainedBackup,
} from './source-instance.ts';

export interface InspectSourceInput extends TimeLimit {
  /** Identifier of the instance to be recovered. */
  readonly source: string;
  /**
   * What an instance has to have before anything is begun. One that was just made, as by a failback, has neither: its
   * first backup would come after the loss, and could not be restored to the time before it.
   * @default a backup of either kind, now
   */
  readonly awaits?: Awaited;
}

type Awaited = 'restorable-time' | 'snapshot';

/**
 * Describes the instance that is to be recovered, and makes sure that there is a backup of it. Pending while the first
 * one is still to come, for as long as its time limit says.
 * Fails with `SOURCE_NOT_FOUND` or `BACKUPS_OFF` (class `input`), or `NO_RECOVERY_POINT`.
 */
export const inspectSource: Probe<InspectSourceInput, SourceInstance, Services> = {
  kind: 'probe',
  name: 'rds.inspect-source',
  waitsOn: 'aws',
  readsExisting: true,
  iam: [
    'rds:DescribeDBInstances',
    'rds:DescribeDBSnapshots',
    'rds:DescribeDBInstanceAutomatedBackups',
  ],
  plan: ({ source }) => ({ calls: [plannedLook(source)], output: placeholder(source) }),
  async poll(context, { source: id, awaits, ...limit }) {
    const { instance } = await describeInstance(context, id);
    const source = instance ? sourceFromInstance(instance) : await findDeleted(context, id);
    if (source.backupRetentionDays === 0) await demandBackup(context, id, awaits);
    else if (instance && awaits && !(await isThere(context, id, awaits))) {
      const what = FIRST[awaits];
      if (!isOver(context.clock, limit)) return pending(`waiting for the first ${what} of ${id}`);
      const { withinMs = 0 } = limit;
      throw noRecoveryPoint(
        `There is no ${what} of ${id} yet, ${formatDuration(withinMs)} after it was asked for.`,
      );
    }
    return { status: 'done', output: source, facts: factsOf(source) };
  },
};

async function findDeleted(context: RdsContext, id: string): Promise<SourceInstance> {
  const backup = await findAutomatedBackup(context, id);
  if (backup) return sourceFromRetainedBackup(backup);

  throw new KunrenError({
    code: 'SOURCE_NOT_FOUND',
    message: `There is no instance ${id} in ${context.region}. ${await nameInstances(context)}`,
    class: 'input',
  });
}

const FIRST = { 'restorable-time': 'automated backup', snapshot: 'snapshot' } as const;

async function isThere(context: RdsContext, id: string, awaits: Awaited): Promise<boolean> {
  if (awaits === 'snapshot') {
    const snapshots = await snapshotsOf(context, id);
    return snapshots.some(({ Status }) => Status === 'available');
  }
  const { EarliestTime, LatestTime } =
    (await findAutomatedBackup(context, id))?.RestoreWindow ?? {};
  return EarliestTime !== undefined && LatestTime !== undefined;
}

async function snapshotsOf(context: RdsContext, id: string) {
  const rds = await context.services.aws.rds();
  const { DBSnapshots = [] } = await rds.describeDBSnapshots({ DBInstanceIdentifier: id });
  return DBSnapshots;
}

/** @throws KunrenError `BACKUPS_OFF` unless there is a snapshot, and one is enough. */
async function demandBackup(
  context: RdsContext,
  id: string,
  awaits: Awaited | undefined,
): Promise<void> {
  const isTime = awaits === 'restorable-time';
  if (!isTime && (await snapshotsOf(context, id)).length > 0) return;
  const what = isTime ? 'No point in time' : 'Nothing';
  const more = isTime ? '' : ' and it has no snapshot';
  throw new KunrenError({
    code: 'BACKUPS_OFF',
    message: `${what} of ${id} can be restored: its automated backups are off (retention 0 days)${more}.`,
    class: 'input',
  });
}

function factsOf(source: SourceInstance): readonly Fact[] {
  const { id, engine, engineVersion, instanceClass, storageGb, latestRestorableTime } = source;
  return [
    { label: 'Source', value: `${id} (${source.status})` },
    { label: 'Source ARN', value: source.arn },
    { label: 'Source engine', value: `${engine} ${engineVersion}` },
    {
      label: 'Source size',
      value: `${instanceClass || 'class not known'}, ${storageGb} GiB${source.multiAz ? ', Multi-AZ' : ''}`,
    },
    { label: 'Backup retention', value: `${source.backupRetentionDays} days` },
    ...(latestRestorableTime
      ? [{ label: 'LatestRestorableTime at inspection', value: latestRestorableTime }]
      : []),
  ];
}

function placeholder(id: string): SourceInstance {
  const later = '(as RDS describes it)';
  return {
    id,
    arn: later,
    dbiResourceId: later,
    engine: later,
    engineVersion: later,
    instanceClass: later,
    storageGb: 0,
    storageEncrypted: false,
    subnetGroup: later,
    securityGroups: [],
    parameterGroup: later,
    multiAz: false,
    masterUser: later,
    backupRetentionDays: 0,
    status: later,
  };
}
