import {
  CreateRestoreTestingSelection$,
  type CreateRestoreTestingSelectionInput,
  type CreateRestoreTestingSelectionOutput,
  GetRestoreTestingInferredMetadata$,
  type GetRestoreTestingInferredMetadataInput,
  type GetRestoreTestingInferredMetadataOutput,
  GetRestoreTestingSelection$,
  type GetRestoreTestingSelectionInput,
  type GetRestoreTestingSelectionOutput,
  ListRestoreTestingSelections$,
  type ListRestoreTestingSelectionsInput,
  type ListRestoreTestingSelectionsOutput,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { BackupContext } from '../backup-context.ts';
import { alreadyExists, invalidValue, notFound } from '../backup-error.ts';
import type { TestingPlanRecord, TestingSelectionRecord } from '../backup-state.ts';
import { pageOf } from '../page.ts';
import { inferredMetadata, readOverrides } from '../restore-testing.ts';
import { awsTags } from '../tags.ts';

const LONGEST_VALIDATION_HOURS = 168;

export const createTestingSelection = operation<
  CreateRestoreTestingSelectionInput,
  CreateRestoreTestingSelectionOutput,
  BackupContext
>({
  schema: CreateRestoreTestingSelection$,
  mutating: true,
  handle: (input, { backup }, call) => {
    const plan = backup.testingPlan(input.RestoreTestingPlanName);
    const wanted = readSelection(input);
    const there = plan.selections.find(({ name }) => name === wanted.name);
    const { CreatorRequestId: requestId } = input;
    if (there && (!requestId || there.creatorRequestId !== requestId)) {
      throw alreadyExists(`Restore testing selection ${wanted.name} already exists.`, plan.arn);
    }
    const selection: TestingSelectionRecord = there ?? {
      ...wanted,
      createdAt: backup.now(),
      ...(requestId && { creatorRequestId: requestId }),
    };
    if (!there) {
      plan.selections.push(selection);
      call.effect(plan.arn, awsTags(plan.tags));
    }
    return {
      CreationTime: new Date(selection.createdAt),
      RestoreTestingPlanArn: plan.arn,
      RestoreTestingPlanName: plan.name,
      RestoreTestingSelectionName: selection.name,
    };
  },
});

export const getTestingSelection = operation<
  GetRestoreTestingSelectionInput,
  GetRestoreTestingSelectionOutput,
  BackupContext
>({
  schema: GetRestoreTestingSelection$,
  mutating: false,
  handle: (input, { backup }) => {
    const plan = backup.testingPlan(input.RestoreTestingPlanName);
    const { RestoreTestingSelectionName: wanted } = input;
    const selection = plan.selections.find(({ name }) => name === wanted);
    if (!selection) throw notFound(`Restore testing selection ${wanted} does not exist.`);
    return {
      RestoreTestingSelection: {
        ...selectionView(plan, selection),
        CreatorRequestId: selection.creatorRequestId,
        ProtectedResourceArns: [...selection.resourceArns],
        RestoreMetadataOverrides: { ...selection.overrides },
      },
    };
  },
});

export const listTestingSelections = operation<
  ListRestoreTestingSelectionsInput,
  ListRestoreTestingSelectionsOutput,
  BackupContext
>({
  schema: ListRestoreTestingSelections$,
  mutating: false,
  handle: (input, { backup }) => {
    const plan = backup.testingPlan(input.RestoreTestingPlanName);
    const { items, NextToken } = pageOf(plan.selections, ({ name }) => name, input);
    return {
      RestoreTestingSelections: items.map((selection) => selectionView(plan, selection)),
      NextToken,
    };
  },
});

export const getInferredMetadata = operation<
  GetRestoreTestingInferredMetadataInput,
  GetRestoreTestingInferredMetadataOutput,
  BackupContext
>({
  schema: GetRestoreTestingInferredMetadata$,
  mutating: false,
  honours: ['BackupVaultName', 'RecoveryPointArn'],
  handle: ({ BackupVaultName, RecoveryPointArn }, context) => {
    const { name } = context.backup.vault(BackupVaultName);
    const point = context.backup.recoveryPoint(RecoveryPointArn, name);
    return { InferredMetadata: { ...inferredMetadata(context, point) } };
  },
});

function readSelection({
  RestoreTestingSelection: selection,
}: CreateRestoreTestingSelectionInput): Omit<TestingSelectionRecord, 'createdAt'> {
  const name = selection?.RestoreTestingSelectionName ?? '';
  if (!/^[a-zA-Z0-9_]{1,50}$/.test(name)) {
    throw invalidValue(`The restore testing selection name ${name} is not valid.`);
  }
  if (selection?.ProtectedResourceType !== 'RDS') {
    throw invalidValue(`The sandbox restores RDS only, not ${selection?.ProtectedResourceType}.`);
  }
  if (selection.ProtectedResourceConditions) {
    throw invalidValue('The sandbox selects by ProtectedResourceArns, not by conditions.');
  }
  const hours = selection.ValidationWindowHours ?? 0;
  if (hours < 0 || hours > LONGEST_VALIDATION_HOURS) {
    throw invalidValue(`ValidationWindowHours must be 0 to ${LONGEST_VALIDATION_HOURS}.`);
  }
  return {
    name,
    roleArn: selection.IamRoleArn ?? '',
    resourceType: 'RDS',
    resourceArns: selection.ProtectedResourceArns ?? [],
    overrides: readOverrides(selection.RestoreMetadataOverrides ?? {}),
    validationWindowHours: hours,
  };
}

function selectionView(plan: TestingPlanRecord, selection: TestingSelectionRecord) {
  return {
    CreationTime: new Date(selection.createdAt),
    IamRoleArn: selection.roleArn,
    ProtectedResourceType: selection.resourceType,
    RestoreTestingPlanName: plan.name,
    RestoreTestingSelectionName: selection.name,
    ValidationWindowHours: selection.validationWindowHours,
  };
}
