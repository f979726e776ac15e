import type {
  BackupPlan,
  BackupRule,
  BackupSelection,
  ConditionParameter,
  Lifecycle,
} from '@aws-sdk/client-backup';
import type { Fact } from '../../core/activity.ts';
import type { ArchitectureSubject } from '../../core/architecture.ts';
import { failedWith } from '../aws-failure.ts';
import { allRecoveryPoints } from '../backup/recovery-points-in-vault.ts';
import { describeInstance, plannedLook, type RdsContext } from '../rds/describe-instance.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Subject = Extract<ArchitectureSubject, { kind: 'backup-plans' }>;

/**
 * Rules and selections of the plans that have made recovery points of an instance in a vault, as far as they still are.
 * Which plans would select it is not worked out: the points show which ones did.
 */
export const backupPlans: Looker<Subject> = {
  iam: [
    'backup:GetBackupPlan',
    'backup:GetBackupSelection',
    'backup:ListBackupSelections',
    'backup:ListRecoveryPointsByBackupVault',
    'rds:DescribeDBInstances',
  ],
  plan: ({ vault, source }) => [
    plannedLook(source),
    planned('ListRecoveryPointsByBackupVault', { BackupVaultName: vault }),
    planned('GetBackupPlan'),
    planned('ListBackupSelections'),
    planned('GetBackupSelection'),
  ],
  async look(context, subject) {
    const read = await readSoon(context, { call: 'backup:GetBackupPlan' }, () =>
      findPlans(context, subject),
    );
    return [
      partOf(subject, 'plans', read, (plans) => plans.flatMap((plan) => factsOf(plan, subject))),
    ];
  },
};

interface Found {
  readonly plan: BackupPlan;
  readonly selections: readonly BackupSelection[];
}

async function findPlans(context: RdsContext, { vault, source }: Subject): Promise<Found[]> {
  const { instance } = await describeInstance(context, source);
  if (!instance?.DBInstanceArn) return [];
  const points = await allRecoveryPoints(context, vault, instance.DBInstanceArn);
  const ids = new Set(points.flatMap(({ CreatedBy }) => CreatedBy?.BackupPlanId ?? []));
  const plans = await Promise.all([...ids].map((id) => readPlan(context, id)));
  return plans
    .filter((plan) => plan !== undefined)
    .sort((a, b) => ((a.plan.BackupPlanName ?? '') < (b.plan.BackupPlanName ?? '') ? -1 : 1));
}

/** `undefined`: it is deleted. */
async function readPlan(context: RdsContext, id: string): Promise<Found | undefined> {
  const backup = await context.services.aws.backup();
  const found = await backup.getBackupPlan({ BackupPlanId: id }).catch((error) => {
    if (failedWith(error, 'RESOURCE_NOT_FOUND')) return undefined;
    throw error;
  });
  const plan = found?.BackupPlan;
  if (!plan || found?.DeletionDate) return undefined;
  const selections: BackupSelection[] = [];
  let token: string | undefined;
  do {
    const page = await backup.listBackupSelections({
      BackupPlanId: id,
      ...(token !== undefined && { NextToken: token }),
    });
    for (const { SelectionId } of page.BackupSelectionsList ?? []) {
      const one = await backup.getBackupSelection({ BackupPlanId: id, SelectionId });
      if (one.BackupSelection) selections.push(one.BackupSelection);
    }
    token = page.NextToken;
  } while (token);
  return { plan, selections };
}

function factsOf({ plan, selections }: Found, { vault }: Subject): Fact[] {
  const name = plan.BackupPlanName;
  const rules = (plan.Rules ?? []).filter((rule) => rule.TargetBackupVaultName === vault);
  return factsFrom(
    Object.fromEntries([
      ...rules.map((rule) => [`rule ${rule.RuleName} of ${name}`, tellRule(rule)]),
      ...selections.map((one) => [`selection ${one.SelectionName} of ${name}`, tellSelection(one)]),
    ]),
  );
}

/** e.g. `cron(0 5 ? * * *) Etc/UTC, deleted after 35 days` */
function tellRule(rule: BackupRule): string {
  const { StartWindowMinutes: start, CompletionWindowMinutes: completion } = rule;
  return listed([
    `${rule.ScheduleExpression ?? 'default schedule'} ${rule.ScheduleExpressionTimezone ?? ''}`.trim(),
    start === undefined ? '' : `begun within ${start} min`,
    completion === undefined ? '' : `completed within ${completion} min`,
    tellLifecycle(rule.Lifecycle),
    rule.EnableContinuousBackup ? 'continuous' : '',
    ...(rule.CopyActions ?? []).map(({ DestinationBackupVaultArn: to, Lifecycle: kept }) =>
      listed([`copied to ${to}`, tellLifecycle(kept)]),
    ),
  ]);
}

function tellLifecycle({
  MoveToColdStorageAfterDays: cold,
  DeleteAfterDays: deleted,
}: Lifecycle = {}): string {
  return listed([
    cold === undefined ? '' : `cold after ${cold} days`,
    deleted === undefined ? 'never deleted' : `deleted after ${deleted} days`,
  ]);
}

function tellSelection({
  Resources,
  NotResources,
  ListOfTags,
  Conditions,
}: BackupSelection): string {
  const tags = (ListOfTags ?? []).map(
    ({ ConditionKey, ConditionValue }) => `${ConditionKey} = ${ConditionValue}`,
  );
  const conditions = Object.entries(Conditions ?? {}).flatMap(
    ([operator, found]: [string, readonly ConditionParameter[] | undefined]) =>
      (found ?? []).map((one) => `${one.ConditionKey} ${operator} ${one.ConditionValue}`),
  );
  return listed([
    ...[...(Resources ?? [])].sort(),
    ...[...(NotResources ?? [])].sort().map((arn) => `not ${arn}`),
    ...tags.sort(),
    ...conditions.sort(),
  ]);
}

function listed(parts: readonly string[]): string {
  return parts.filter(Boolean).join(', ');
}

function planned(operation: string, parameters: { readonly [key: string]: string } = {}) {
  return { service: 'backup', operation, parameters, mutating: false };
}
