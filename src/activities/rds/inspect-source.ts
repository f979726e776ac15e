import type { Fact, Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { findAutomatedBackup } from './automated-backup.ts';
import {
  describeInstance,
  nameInstances,
  plannedLook,
  type RdsContext,
} from './describe-instance.ts';
import {
  type SourceInstance,
  sourceFromInstance,
  sourceFromRetainedBackup,
} from './source-instance.ts';

export interface InspectSourceInput {
  /** Identifier of the instance to be recovered. */
  readonly source: string;
}

/**
 * Describes the instance that is to be recovered, and makes sure that there is a backup of it.
 * Fails with `SOURCE_NOT_FOUND` or `BACKUPS_OFF` (class `input`).
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
  async poll(context, { source: id }) {
    const { instance } = await describeInstance(context, id);
    const source = instance ? sourceFromInstance(instance) : await findDeleted(context, id);
    if (source.backupRetentionDays === 0) await demandSnapshots(context, id);
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

async function demandSnapshots(context: RdsContext, id: string): Promise<void> {
  const rds = await context.services.aws.rds();
  const { DBSnapshots = [] } = await rds.describeDBSnapshots({ DBInstanceIdentifier: id });
  if (DBSnapshots.length > 0) return;
  throw new KunrenError({
    code: 'BACKUPS_OFF',
    message: `Nothing of ${id} can be restored: its automated backups are off (retention 0 days) and it has no snapshot.`,
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
