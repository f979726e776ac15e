import type {
  KeyValue,
  RestoreTestingPlanForGet,
  RestoreTestingSelectionForGet,
} from '@aws-sdk/client-backup';
import type { Fact } from '../../core/activity.ts';
import type { ArchitecturePart, ArchitectureSubject } from '../../core/architecture.ts';
import { failedWith } from '../aws-failure.ts';
import { describeRestoreJob, nameIn, plannedJobLook } from '../backup/restore-job.ts';
import type { RdsContext } from '../rds/describe-instance.ts';
import type { Looker } from './looker.ts';
import { factsFrom, partOf, readSoon } from './read-part.ts';

type Test = Extract<ArchitectureSubject, { kind: 'restore-test' }>;
type Plan = Extract<ArchitectureSubject, { kind: 'restore-testing-plan' }>;

const OF_PLAN = [
  'backup:GetRestoreTestingPlan',
  'backup:GetRestoreTestingSelection',
  'backup:ListRestoreTestingSelections',
];

/** The plan that has started a restore test. The job itself is forgotten by AWS before long. */
export const restoreTest: Looker<Test> = {
  iam: ['backup:DescribeRestoreJob', ...OF_PLAN],
  plan: ({ job }) => [plannedJobLook(job), ...restoreTestingPlan.plan({ kind: PLAN, plan: '' })],
  async look(context, subject) {
    const read = await readSoon(context, { call: 'backup:DescribeRestoreJob' }, async () => ({
      job: await describeRestoreJob(context, subject.job),
    }));
    if (!read.answered) return [partOf(subject, 'plan', read, () => [])];
    const arn = read.value.job?.CreatedBy?.RestoreTestingPlanArn;
    if (arn === undefined) return [{ subject, part: 'plan', found: 'absent' }];
    // A name has no hyphen; what follows one makes the ARN unique.
    const plan = nameIn(arn).split('-')[0] ?? '';
    return await restoreTestingPlan.look(context, { kind: PLAN, plan });
  },
};

const PLAN = 'restore-testing-plan';

/** When it restores, from which recovery points, and what. */
export const restoreTestingPlan: Looker<Plan> = {
  iam: OF_PLAN,
  plan: ({ plan }) =>
    ['GetRestoreTestingPlan', 'ListRestoreTestingSelections', 'GetRestoreTestingSelection'].map(
      (operation) => ({
        service: 'backup',
        operation,
        parameters: { RestoreTestingPlanName: plan || undefined },
        mutating: false,
      }),
    ),
  async look(context, subject) {
    return await Promise.all([
      lookAtPlan(context, subject),
      lookAtSelections(context, subject),
    ]).then(([plan, selections]) => (plan.found === 'absent' ? [plan] : [plan, selections]));
  },
};

async function lookAtPlan(context: RdsContext, subject: Plan): Promise<ArchitecturePart> {
  const read = await readSoon(context, { call: 'backup:GetRestoreTestingPlan' }, async () => {
    const backup = await context.services.aws.backup();
    try {
      const { RestoreTestingPlan: found } = await backup.getRestoreTestingPlan({
        RestoreTestingPlanName: subject.plan,
      });
      return { found };
    } catch (error) {
      if (failedWith(error, 'RESOURCE_NOT_FOUND')) return { found: undefined };
      throw error;
    }
  });
  return partOf(subject, 'settings', read, ({ found }) => found && planFacts(found));
}

function planFacts(plan: RestoreTestingPlanForGet): Fact[] {
  const { RecoveryPointSelection: points, StartWindowHours: hours } = plan;
  const { SelectionWindowDays: days } = points ?? {};
  return factsFrom({
    schedule: `${plan.ScheduleExpression} ${plan.ScheduleExpressionTimezone ?? ''}`.trim(),
    'begun within': hours === undefined ? undefined : `${hours} h`,
    'recovery points': points?.Algorithm,
    'of types': points?.RecoveryPointTypes,
    'of vaults': points?.IncludeVaults,
    'not of vaults': points?.ExcludeVaults,
    'of the last': days === undefined ? undefined : `${days} days`,
  });
}

async function lookAtSelections(context: RdsContext, subject: Plan): Promise<ArchitecturePart> {
  const call = { call: 'backup:GetRestoreTestingSelection' };
  const read = await readSoon(context, call, () => readSelections(context, subject.plan));
  return partOf(subject, 'selections', read, (selections) =>
    factsFrom(
      Object.fromEntries(
        selections.map((one) => [
          `selection ${one.RestoreTestingSelectionName}`,
          tellSelection(one),
        ]),
      ),
    ),
  );
}

async function readSelections(
  context: RdsContext,
  plan: string,
): Promise<readonly RestoreTestingSelectionForGet[]> {
  const backup = await context.services.aws.backup();
  const named = { RestoreTestingPlanName: plan };
  const found: RestoreTestingSelectionForGet[] = [];
  let token: string | undefined;
  do {
    const page = await backup.listRestoreTestingSelections({
      ...named,
      ...(token !== undefined && { NextToken: token }),
    });
    for (const { RestoreTestingSelectionName } of page.RestoreTestingSelections ?? []) {
      const one = await backup.getRestoreTestingSelection({
        ...named,
        RestoreTestingSelectionName,
      });
      if (one.RestoreTestingSelection) found.push(one.RestoreTestingSelection);
    }
    token = page.NextToken;
  } while (token);
  return found;
}

function tellSelection(selection: RestoreTestingSelectionForGet): string {
  const { ValidationWindowHours: hours = 0, RestoreMetadataOverrides: overrides = {} } = selection;
  const conditions = Object.entries(selection.ProtectedResourceConditions ?? {}).flatMap(
    ([operator, found]: [string, readonly KeyValue[] | undefined]) =>
      (found ?? []).map(({ Key, Value }) => `${Key} ${operator} ${Value}`),
  );
  return [
    selection.ProtectedResourceType ?? '',
    ...[...(selection.ProtectedResourceArns ?? [])].sort(),
    ...conditions.sort(),
    ...Object.entries(overrides)
      .map(([key, value]) => `${key} ${value}`)
      .sort(),
    `kept ${hours} h for validation`,
  ].join(', ');
}
