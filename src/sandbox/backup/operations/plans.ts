import {
  GetBackupPlan$,
  type GetBackupPlanInput,
  type GetBackupPlanOutput,
  GetBackupSelection$,
  type GetBackupSelectionInput,
  type GetBackupSelectionOutput,
  ListBackupPlans$,
  type ListBackupPlansInput,
  type ListBackupPlansOutput,
  ListBackupSelections$,
  type ListBackupSelectionsInput,
  type ListBackupSelectionsOutput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { Backup } from '../backup.ts';
import type { BackupContext } from '../backup-context.ts';
import { notFound } from '../backup-error.ts';
import type { PlanRecord } from '../backup-state.ts';
import { pageOf } from '../page.ts';
import { date } from '../views.ts';

export const getPlan = operation<GetBackupPlanInput, GetBackupPlanOutput, BackupContext>({
  schema: GetBackupPlan$,
  mutating: false,
  honours: ['BackupPlanId', 'VersionId'],
  handle: ({ BackupPlanId, VersionId }, { backup }) => {
    const plan = backup.plan(BackupPlanId);
    if (VersionId !== undefined && VersionId !== plan.versionId) {
      throw notFound(`Backup plan ${plan.id} has no version ${VersionId}.`);
    }
    return {
      ...planView(backup, plan),
      BackupPlan: {
        BackupPlanName: plan.name,
        Rules: plan.rules.map((rule) => ({
          RuleId: rule.id,
          RuleName: rule.name,
          TargetBackupVaultName: rule.vault,
          ScheduleExpression: rule.schedule,
          ScheduleExpressionTimezone: 'Etc/UTC',
          Lifecycle: { DeleteAfterDays: rule.deleteAfterDays },
          EnableContinuousBackup: false,
        })),
      },
    };
  },
});

export const listPlans = operation<ListBackupPlansInput, ListBackupPlansOutput, BackupContext>({
  schema: ListBackupPlans$,
  mutating: false,
  handle: (input, { backup }) => {
    const { items, NextToken } = pageOf(backup.state.plans, ({ id }) => id, input);
    const list = items.map((plan) => ({ ...planView(backup, plan), BackupPlanName: plan.name }));
    return { BackupPlansList: list, NextToken };
  },
});

export const getSelection = operation<
  GetBackupSelectionInput,
  GetBackupSelectionOutput,
  BackupContext
>({
  schema: GetBackupSelection$,
  mutating: false,
  handle: ({ BackupPlanId, SelectionId }, { backup }) => {
    const plan = backup.plan(BackupPlanId);
    const selection = plan.selections.find(({ id }) => id === SelectionId);
    if (!selection) throw notFound(`Backup selection ${SelectionId} does not exist.`);
    const { id, name, createdAt, roleArn, resources } = selection;
    return {
      BackupPlanId: plan.id,
      SelectionId: id,
      CreationDate: new Date(createdAt),
      BackupSelection: { SelectionName: name, IamRoleArn: roleArn, Resources: [...resources] },
    };
  },
});

export const listSelections = operation<
  ListBackupSelectionsInput,
  ListBackupSelectionsOutput,
  BackupContext
>({
  schema: ListBackupSelections$,
  mutating: false,
  handle: (input, { backup }) => {
    const plan = backup.plan(input.BackupPlanId);
    const { items, NextToken } = pageOf(plan.selections, ({ id }) => id, input);
    const list = items.map(({ id, name, createdAt, roleArn }) => ({
      BackupPlanId: plan.id,
      SelectionId: id,
      SelectionName: name,
      CreationDate: new Date(createdAt),
      IamRoleArn: roleArn,
    }));
    return { BackupSelectionsList: list, NextToken };
  },
});

function planView(backup: Backup, { id, versionId, createdAt, lastRunAt }: PlanRecord) {
  return {
    BackupPlanId: id,
    BackupPlanArn: backup.arn('backup-plan', id),
    VersionId: versionId,
    CreationDate: new Date(createdAt),
    LastExecutionDate: date(lastRunAt),
  };
}
