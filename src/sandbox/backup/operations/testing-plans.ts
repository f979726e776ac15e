import { randomUUID } from 'node:crypto';
import {
  CreateRestoreTestingPlan$,
  type CreateRestoreTestingPlanInput,
  type CreateRestoreTestingPlanOutput,
  GetRestoreTestingPlan$,
  type GetRestoreTestingPlanInput,
  type GetRestoreTestingPlanOutput,
  ListRestoreTestingPlans$,
  type ListRestoreTestingPlansInput,
  type ListRestoreTestingPlansOutput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { BackupContext } from '../backup-context.ts';
import { alreadyExists, invalidValue } from '../backup-error.ts';
import type { TestingPlanRecord } from '../backup-state.ts';
import { pageOf } from '../page.ts';
import { parseSchedule } from '../schedule.ts';
import { awsTags, mergeTags } from '../tags.ts';
import { date } from '../views.ts';

const DEFAULT_WINDOW_DAYS = 30;
const DEFAULT_START_HOURS = 24;

export const createTestingPlan = operation<
  CreateRestoreTestingPlanInput,
  CreateRestoreTestingPlanOutput,
  BackupContext
>({
  schema: CreateRestoreTestingPlan$,
  mutating: true,
  handle: (input, { backup }, call) => {
    const wanted = readPlan(input);
    const there = backup.state.testingPlans.find(({ name }) => name === wanted.name);
    const { CreatorRequestId: requestId } = input;
    if (there && (!requestId || there.creatorRequestId !== requestId)) {
      throw alreadyExists(`Restore testing plan ${wanted.name} already exists.`, there.arn);
    }
    const plan: TestingPlanRecord = there ?? {
      ...wanted,
      arn: backup.arn('restore-testing-plan', `${wanted.name}-${randomUUID()}`),
      createdAt: backup.now(),
      ...(requestId && { creatorRequestId: requestId }),
      selections: [],
      tags: mergeTags({}, input.Tags),
    };
    if (!there) {
      backup.state.testingPlans.push(plan);
      call.effect(plan.arn, awsTags(plan.tags));
    }
    return {
      CreationTime: new Date(plan.createdAt),
      RestoreTestingPlanArn: plan.arn,
      RestoreTestingPlanName: plan.name,
    };
  },
});

export const getTestingPlan = operation<
  GetRestoreTestingPlanInput,
  GetRestoreTestingPlanOutput,
  BackupContext
>({
  schema: GetRestoreTestingPlan$,
  mutating: false,
  handle: (input, { backup }) => {
    const plan = backup.testingPlan(input.RestoreTestingPlanName);
    return { RestoreTestingPlan: planView(plan) };
  },
});

export const listTestingPlans = operation<
  ListRestoreTestingPlansInput,
  ListRestoreTestingPlansOutput,
  BackupContext
>({
  schema: ListRestoreTestingPlans$,
  mutating: false,
  handle: (input, { backup }) => {
    const { items, NextToken } = pageOf(backup.state.testingPlans, ({ name }) => name, input);
    return { RestoreTestingPlans: items.map(planView), NextToken };
  },
});

function readPlan({ RestoreTestingPlan: plan }: CreateRestoreTestingPlanInput) {
  const name = plan?.RestoreTestingPlanName ?? '';
  if (!/^[a-zA-Z0-9_]{1,50}$/.test(name)) {
    throw invalidValue(`The restore testing plan name ${name} is not valid.`);
  }
  const schedule = plan?.ScheduleExpression ?? '';
  parseSchedule(schedule);
  const zone = plan?.ScheduleExpressionTimezone ?? 'Etc/UTC';
  if (!['Etc/UTC', 'UTC'].includes(zone)) {
    throw invalidValue(`The sandbox keeps schedules in UTC only, not in ${zone}.`);
  }
  const selection = plan?.RecoveryPointSelection ?? {};
  const { Algorithm, IncludeVaults = [], ExcludeVaults = [], RecoveryPointTypes = [] } = selection;
  if (Algorithm !== 'LATEST_WITHIN_WINDOW' && Algorithm !== 'RANDOM_WITHIN_WINDOW') {
    throw invalidValue(`Invalid Algorithm: ${Algorithm}.`);
  }
  if (IncludeVaults.length === 0) throw invalidValue('IncludeVaults must not be empty.');
  if (RecoveryPointTypes.length === 0) throw invalidValue('RecoveryPointTypes must not be empty.');
  return {
    name,
    schedule,
    startWindowHours: plan?.StartWindowHours ?? DEFAULT_START_HOURS,
    algorithm: Algorithm,
    includeVaults: IncludeVaults,
    excludeVaults: ExcludeVaults,
    recoveryPointTypes: RecoveryPointTypes,
    selectionWindowDays: selection.SelectionWindowDays ?? DEFAULT_WINDOW_DAYS,
  };
}

function planView(plan: TestingPlanRecord) {
  return {
    CreationTime: new Date(plan.createdAt),
    CreatorRequestId: plan.creatorRequestId,
    LastExecutionTime: date(plan.lastRunAt),
    RestoreTestingPlanArn: plan.arn,
    RestoreTestingPlanName: plan.name,
    ScheduleExpression: plan.schedule,
    ScheduleExpressionTimezone: 'Etc/UTC',
    StartWindowHours: plan.startWindowHours,
    RecoveryPointSelection: {
      Algorithm: plan.algorithm,
      IncludeVaults: [...plan.includeVaults],
      ExcludeVaults: [...plan.excludeVaults],
      RecoveryPointTypes: [...plan.recoveryPointTypes],
      SelectionWindowDays: plan.selectionWindowDays,
    },
  };
}
