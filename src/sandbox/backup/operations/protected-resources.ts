import {
  DescribeProtectedResource$,
  type DescribeProtectedResourceInput,
  type DescribeProtectedResourceOutput,
  ListProtectedResources$,
  type ListProtectedResourcesInput,
  type ListProtectedResourcesOutput,
  type ProtectedResource,
} from '@aws-sdk/client-backup';
import { operation } from '../../wire/service.ts';
import type { Backup } from '../backup.ts';
import type { BackupContext } from '../backup-context.ts';
import { notFound } from '../backup-error.ts';
import { pageOf } from '../page.ts';
import { date, resourceName } from '../views.ts';

export const listProtectedResources = operation<
  ListProtectedResourcesInput,
  ListProtectedResourcesOutput,
  BackupContext
>({
  schema: ListProtectedResources$,
  mutating: false,
  handle: (input, { backup }) => {
    const found = protectedResources(backup);
    const { items, NextToken } = pageOf(found, ({ ResourceArn = '' }) => ResourceArn, input);
    return { Results: [...items], NextToken };
  },
});

export const describeProtectedResource = operation<
  DescribeProtectedResourceInput,
  DescribeProtectedResourceOutput,
  BackupContext
>({
  schema: DescribeProtectedResource$,
  mutating: false,
  handle: ({ ResourceArn }, { backup }) => {
    const found = protectedResources(backup).find((each) => each.ResourceArn === ResourceArn);
    if (!found) throw notFound(`Resource ${ResourceArn} is not protected.`);
    const restore = backup.state.restoreJobs.findLast(
      ({ resourceArn, status }) => resourceArn === ResourceArn && status === 'COMPLETED',
    );
    const { createdAt, completedAt, recoveryPointCreatedAt } = restore ?? {};
    const minutes =
      createdAt && completedAt && (Date.parse(completedAt) - Date.parse(createdAt)) / 60_000;
    return {
      ...found,
      LatestRestoreExecutionTimeMinutes: minutes ? Math.ceil(minutes) : undefined,
      LatestRestoreJobCreationDate: date(createdAt),
      LatestRestoreRecoveryPointCreationDate: date(recoveryPointCreatedAt),
    };
  },
});

/** What has a recovery point, by its newest one. */
function protectedResources(backup: Backup): ProtectedResource[] {
  const done = backup.recoveryPointsOf().filter(({ status }) => status === 'COMPLETED');
  const arns = [...new Set(done.map(({ resourceArn }) => resourceArn))].sort();
  return arns.map((arn) => {
    const newest = done.find(({ resourceArn }) => resourceArn === arn);
    return {
      ResourceArn: arn,
      ResourceType: 'RDS',
      ResourceName: resourceName(backup, arn),
      LastBackupTime: date(newest?.createdAt),
      LastBackupVaultArn: newest && backup.arn('backup-vault', newest.vault),
      LastRecoveryPointArn: newest?.arn,
    };
  });
}
