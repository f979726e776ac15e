import type {
  DescribeRecoveryPointOutput,
  RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import {
  AT_THE_RUN,
  type Fact,
  type PlannedCall,
  type Poll,
  type Probe,
} from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { failedWith } from '../aws-failure.ts';
import type { RdsContext } from '../rds/describe-instance.ts';
import { pending } from '../rds/pending.ts';
import { noRecoveryPoint } from '../rds/recovery-point.ts';
import type { Services } from '../services.ts';
import {
  type BackupRecoveryPoint,
  type DataTime,
  dataTimeOf,
  demandRds,
  type WantedRecoveryPoint,
} from './recovery-point.ts';
import { allRecoveryPoints } from './recovery-points-in-vault.ts';

export interface ChooseBackupRecoveryPointInput {
  readonly vault: string;
  /** ARN of the resource that is to be recovered. */
  readonly resourceArn: string;
  readonly point: WantedRecoveryPoint;
}

/**
 * Settles which recovery point will be restored, and how new its data are at most.
 * Fails with `NO_RECOVERY_POINT`, or, all of class `input`, with `RECOVERY_POINT_OF_OTHER_SOURCE`,
 * `RECOVERY_POINT_NEEDS_COPY`, `RECOVERY_POINT_COLD`, `RECOVERY_POINT_CONTINUOUS` or `RESOURCE_TYPE_UNSUPPORTED`.
 */
export const chooseBackupRecoveryPoint: Probe<
  ChooseBackupRecoveryPointInput,
  BackupRecoveryPoint,
  Services
> = {
  kind: 'probe',
  name: 'backup.choose-recovery-point',
  waitsOn: 'aws',
  readsExisting: true,
  iam: [
    'backup:ListRecoveryPointsByBackupVault',
    'backup:DescribeRecoveryPoint',
    'backup:GetRecoveryPointRestoreMetadata',
    'rds:DescribeDBSnapshots',
  ],
  pollEvery: { initialMs: 500, maxMs: 15_000, factor: 1.5 },
  plan: (input) => ({ calls: plannedCalls(input), output: placeholder(input) }),
  async poll(context, input) {
    const { point, vault } = input;
    if (point.kind !== 'recovery-point') {
      const { arn, data, facts } = await newestOf(context, input, point);
      const described = await describePoint(context, vault, arn);
      if (!described) throw noRecoveryPoint(`The recovery point ${arn} has gone from ${vault}.`);
      return settle(context, input, described, data, facts);
    }
    const described = await describePoint(context, vault, point.arn);
    if (!described) {
      throw noRecoveryPoint(`There is no recovery point ${point.arn} in the vault ${vault}.`);
    }
    demandSource(described, input);
    if (isContinuous(point.arn)) throw continuous(point.arn);
    if (described.Status === 'CREATING') {
      return pending(`recovery point ${point.arn} is being made`);
    }
    if (described.Status !== 'COMPLETED') {
      const why = described.StatusMessage ? `: ${described.StatusMessage}` : '';
      throw noRecoveryPoint(`The recovery point ${point.arn} is ${described.Status}${why}.`);
    }
    const data = await timeOf(context, point.arn, described);
    return settle(context, input, described, data, []);
  },
};

interface Newest {
  readonly arn: string;
  readonly data: DataTime;
  readonly facts: readonly Fact[];
}

async function newestOf(
  context: RdsContext,
  { vault, resourceArn }: ChooseBackupRecoveryPointInput,
  point: Exclude<WantedRecoveryPoint, { kind: 'recovery-point' }>,
): Promise<Newest> {
  const points = await allRecoveryPoints(context, vault, resourceArn);
  const complete = points.filter(({ Status }) => Status === 'COMPLETED');
  const snapshots = complete.filter(({ RecoveryPointArn = '' }) => !isContinuous(RecoveryPointArn));
  const before = point.kind === 'before' ? Date.parse(point.instant) : Number.POSITIVE_INFINITY;
  for (const each of snapshots) {
    // Its data cannot be older than its beginning.
    if ((each.CreationDate?.getTime() ?? 0) >= before) continue;
    const arn = each.RecoveryPointArn ?? '';
    const data = await timeOf(context, arn, each);
    if (Date.parse(data.instant) < before) {
      const skipped = complete.length - snapshots.length;
      const value = `${skipped}, which hold a window of time rather than an instant`;
      return {
        arn,
        data,
        facts: skipped > 0 ? [{ label: 'Continuous recovery points left out', value }] : [],
      };
    }
  }
  const wish = point.kind === 'latest' ? 'latest' : `before ${point.instant}`;
  const oldest = snapshots.at(-1)?.CreationDate?.toISOString();
  throw noRecoveryPoint(
    `No complete recovery point of ${resourceArn} in ${vault} fits the wish "${wish}". ${
      oldest ? `The oldest one was begun at ${oldest}.` : 'There is none at all.'
    }`,
  );
}

async function timeOf(
  context: RdsContext,
  arn: string,
  { CompletionDate: completedAt }: Pick<RecoveryPointByBackupVault, 'CompletionDate'>,
): Promise<DataTime> {
  const data = await dataTimeOf(context, { arn, completedAt });
  if (data) return data;
  throw noRecoveryPoint(`AWS does not tell how new the data in the recovery point ${arn} are.`);
}

async function describePoint(
  context: RdsContext,
  vault: string,
  arn: string,
): Promise<DescribeRecoveryPointOutput | undefined> {
  const backup = await context.services.aws.backup();
  return await backup
    .describeRecoveryPoint({ BackupVaultName: vault, RecoveryPointArn: arn })
    .catch((error) => {
      if (failedWith(error, 'RESOURCE_NOT_FOUND')) return undefined;
      throw error;
    });
}

async function settle(
  context: RdsContext,
  { vault, resourceArn }: ChooseBackupRecoveryPointInput,
  described: DescribeRecoveryPointOutput,
  data: DataTime,
  facts: readonly Fact[],
): Promise<Poll<BackupRecoveryPoint>> {
  const { RecoveryPointArn: arn = '', ResourceType: resourceType, StorageClass } = described;
  demandRds(resourceType, `The recovery point ${arn}`);
  demandSameAccount(arn, resourceArn, described.IsEncrypted ?? false);
  if (StorageClass === 'COLD') {
    throw refused(
      'RECOVERY_POINT_COLD',
      `The recovery point ${arn} is in cold storage: getting it back takes hours and costs money, and a drill does not do that unasked. Restore one that is warm.`,
    );
  }
  const backup = await context.services.aws.backup();
  const { RestoreMetadata = {} } = await backup.getRecoveryPointRestoreMetadata({
    BackupVaultName: vault,
    RecoveryPointArn: arn,
  });
  const { CreationDate, CompletionDate, BackupSizeInBytes, IsEncrypted } = described;
  return {
    status: 'done',
    output: {
      arn,
      resourceType: resourceType ?? '',
      dataTime: data.instant,
      restoreMetadata: RestoreMetadata,
    },
    bounds: [{ source: data.source, instant: data.instant }],
    facts: [
      { label: 'Recovery point', value: `${arn} in ${vault}` },
      {
        label: 'Recovery point made',
        value: `${CreationDate?.toISOString() ?? 'unknown'} to ${CompletionDate?.toISOString() ?? 'unknown'}`,
      },
      { label: data.source, value: data.instant },
      ...(BackupSizeInBytes === undefined
        ? []
        : [{ label: 'Recovery point size', value: `${BackupSizeInBytes} bytes` }]),
      { label: 'Recovery point encrypted', value: IsEncrypted ? 'yes' : 'no' },
      ...facts,
    ],
  };
}

/** Continuous backups hold a window of time; restoring one needs an instant, and its dates tell nothing of its data. */
function isContinuous(arn: string): boolean {
  return arn.includes(':recovery-point:continuous:') || arn.includes(':auto-backup:');
}

function continuous(arn: string): KunrenError {
  return refused(
    'RECOVERY_POINT_CONTINUOUS',
    `The recovery point ${arn} is a continuous backup. Use restore-rds with method: point-in-time for it.`,
  );
}

function demandSource(
  { ResourceArn }: DescribeRecoveryPointOutput,
  { point, resourceArn }: ChooseBackupRecoveryPointInput,
): void {
  if (ResourceArn === resourceArn) return;
  const arn = point.kind === 'recovery-point' ? point.arn : '';
  throw refused(
    'RECOVERY_POINT_OF_OTHER_SOURCE',
    `The recovery point ${arn} is of ${ResourceArn}, not of ${resourceArn}.`,
  );
}

/** What another account holds is restored from a copy; encrypted with that account's default key, from none. */
function demandSameAccount(arn: string, resourceArn: string, isEncrypted: boolean): void {
  const [, , , , account] = arn.split(':');
  const [, , , , own] = resourceArn.split(':');
  if (account === own) return;
  const key = isEncrypted ? ', encrypted with a key that this account may use' : '';
  throw refused(
    'RECOVERY_POINT_NEEDS_COPY',
    `The recovery point ${arn} belongs to account ${account}. Copy it into a vault of account ${own}${key}, and restore the copy.`,
  );
}

function refused(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}

function plannedCalls({
  vault,
  resourceArn,
  point,
}: ChooseBackupRecoveryPointInput): PlannedCall[] {
  const look = { service: 'backup', mutating: false };
  const arn = point.kind === 'recovery-point' ? point.arn : AT_THE_RUN;
  const named = { BackupVaultName: vault, RecoveryPointArn: arn };
  const list = { BackupVaultName: vault, ByResourceArn: resourceArn };
  return [
    ...(point.kind === 'recovery-point'
      ? []
      : [{ ...look, operation: 'ListRecoveryPointsByBackupVault', parameters: list }]),
    { ...look, operation: 'DescribeRecoveryPoint', parameters: named },
    { ...look, operation: 'GetRecoveryPointRestoreMetadata', parameters: named },
  ];
}

function placeholder({ point }: ChooseBackupRecoveryPointInput): BackupRecoveryPoint {
  return {
    arn: point.kind === 'recovery-point' ? point.arn : AT_THE_RUN,
    resourceType: 'RDS',
    dataTime: AT_THE_RUN,
    restoreMetadata: {},
  };
}
