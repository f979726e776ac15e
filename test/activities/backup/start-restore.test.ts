import {
  DescribeRestoreJobCommand,
  GetRestoreJobMetadataCommand,
  ListRestoreJobsCommand,
  StartRestoreJobCommand,
} from '@aws-sdk/client-backup';
import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { startBackupRestore } from '../../../src/activities/backup/start-restore.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  backupNotFound,
  INSTANCE_ARN,
  JOB,
  RECOVERY_POINT,
  restoreInput,
  restoreJob,
} from '../../support/activity-backup.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  RUN,
  type TestContext,
} from '../../support/activity-context.ts';
import { INSTANCE, notFound, restored, runTag } from '../../support/activity-rds.ts';

const receipt = { jobId: JOB, requestedAt: '2026-11-24T01:00:00.000Z' };
/** Made long ago: tags that are not there now will not come. */
const OLD = new Date('2026-11-24T00:30:00Z');

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws }, activity: 'restore' });
  aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
});

function requests() {
  return aws.backup.commandCalls(StartRestoreJobCommand).map(({ args }) => args[0].input);
}

describe('starting a restore job', () => {
  beforeEach(() => {
    aws.backup.on(StartRestoreJobCommand).resolves({ RestoreJobId: JOB });
  });

  test('says where the instance shall stand, and leaves nothing of the source’s place to it', async () => {
    expect(await startBackupRestore.start(context, restoreInput)).toEqual(receipt);
    expect(requests()).toEqual([
      {
        RecoveryPointArn: RECOVERY_POINT,
        ResourceType: 'RDS',
        IamRoleArn: restoreInput.role,
        IdempotencyToken: `kunren-${RUN}-restore`,
        CopySourceTagsToRestoredResource: false,
        Metadata: {
          DBInstanceIdentifier: INSTANCE,
          DBInstanceClass: 'db.m7g.large',
          DBSubnetGroupName: 'drill-isolated',
          VpcSecurityGroupIds: '["sg-drill"]',
          DBParameterGroupName: 'shop-postgres18',
          PubliclyAccessible: 'false',
          DeletionProtection: 'false',
          MultiAZ: 'false',
          AutoMinorVersionUpgrade: 'false',
          CopyTagsToSnapshot: 'false',
          StorageType: 'gp3',
          EngineVersion: '18.0',
        },
      },
    ]);
  });

  test('is the same request each time, under a token of the run and the step', async () => {
    await startBackupRestore.start(context, restoreInput);
    await startBackupRestore.start(context, restoreInput);
    const other = { ...context, run: 'other-run' };
    const theirs = { ...restoreInput, name: 'kunren-other-run' };
    await startBackupRestore.start(other, theirs);
    const [first, second, third] = requests();
    expect(second).toEqual(first);
    expect(third?.IdempotencyToken).not.toBe(first?.IdempotencyToken);
  });

  test('spells a key as AWS has told it, and writes none twice', async () => {
    const told = { dbSubnetGroupName: 'production', availabilityZone: 'a', multiAz: 'true' };
    const recoveryPoint = { ...restoreInput.recoveryPoint, restoreMetadata: told };
    await startBackupRestore.start(context, { ...restoreInput, recoveryPoint });
    const metadata = requests()[0]?.Metadata ?? {};
    expect(metadata).toMatchObject({ dbSubnetGroupName: 'drill-isolated', multiAz: 'false' });
    expect(metadata).not.toHaveProperty('DBSubnetGroupName');
    expect(metadata).not.toHaveProperty('availabilityZone');
  });

  test('is refused for a name that does not hold the run’s, which nobody could tell apart later', async () => {
    const failure = await failureFrom(
      startBackupRestore.start(context, { ...restoreInput, name: 'copy' }),
    );
    expect(failure).toMatchObject({ code: 'NAME_WITHOUT_RUN', class: 'safety' });
    expect(requests()).toEqual([]);
  });
});

describe('waiting for a restore job', () => {
  const poll = (overrides: Parameters<typeof restoreJob>[0]) => {
    aws.backup.on(DescribeRestoreJobCommand).resolves(restoreJob(overrides));
    return startBackupRestore.poll(context, restoreInput, receipt);
  };

  test('tells how far AWS says that it is', async () => {
    expect(await poll({ Status: 'RUNNING', PercentDone: '13.37%' })).toEqual({
      status: 'pending',
      progress: { message: 'job RUNNING', percent: 13.37 },
    });
    expect(await poll({ Status: 'PENDING', PercentDone: undefined })).toEqual({
      status: 'pending',
      progress: { message: 'job PENDING' },
    });
  });

  test('ends with the job and the instance that it made', async () => {
    const { output, facts } = doneFrom(await poll({}));
    expect(output).toEqual({ jobId: JOB, arn: INSTANCE_ARN });
    expect(facts).toContainEqual({ label: 'Restore job', value: JOB });
  });

  test.each([
    ['FAILED', 'RESTORE_JOB_FAILED'],
    ['ABORTED', 'RESTORE_JOB_ABORTED'],
  ] as const)('a job that is %s ends it, in AWS’s words', async (Status, code) => {
    const StatusMessage = 'The subnet group has no room.';
    expect(await failureFrom(poll({ Status, StatusMessage }))).toMatchObject({
      code,
      message: `The restore job ${JOB} is ${Status}. AWS says: ${StatusMessage}`,
      retryable: false,
    });
  });

  test('a job that has made another instance is a matter of safety', async () => {
    const failure = await failureFrom(poll({ CreatedResourceArn: `${INSTANCE_ARN}-2` }));
    expect(failure).toMatchObject({ code: 'RESTORE_REPLACED', class: 'safety' });
  });

  test('a job that is not shown yet is waited for, and one that never comes has failed', async () => {
    aws.backup.on(DescribeRestoreJobCommand).rejects(backupNotFound());
    const look = () => startBackupRestore.poll(context, restoreInput, receipt);
    expect(pendingFrom(await look())).toContain('not visible yet');
    context.clock.pass(3 * 60_000);
    expect((await failureFrom(look())).code).toBe('RESTORE_JOB_FAILED');
  });
});

describe('after a lost answer', () => {
  const adopt = () => startBackupRestore.adopt(context, restoreInput);

  test('the job is found by the name that it was asked to give', async () => {
    const running = restoreJob({ Status: 'RUNNING', CreatedResourceArn: undefined });
    const others = restoreJob({ RestoreJobId: 'OTHER', CreatedResourceArn: undefined });
    aws.backup
      .on(ListRestoreJobsCommand)
      .resolves({ RestoreJobs: [others], NextToken: 'more' })
      .on(ListRestoreJobsCommand, { NextToken: 'more' })
      .resolves({ RestoreJobs: [running] })
      .on(GetRestoreJobMetadataCommand, { RestoreJobId: 'OTHER' })
      .resolves({ Metadata: { DBInstanceIdentifier: 'kunren-other-run' } })
      .on(GetRestoreJobMetadataCommand, { RestoreJobId: JOB })
      .resolves({ Metadata: { dbInstanceIdentifier: INSTANCE } });
    expect(await adopt()).toEqual({ jobId: JOB, requestedAt: '2026-11-24T01:00:05.000Z' });
    // No job of the run is older than the run; the clocks may differ.
    const [list] = aws.backup.commandCalls(ListRestoreJobsCommand);
    expect(list?.args[0].input.ByCreatedAfter).toEqual(new Date('2026-11-24T00:55:00Z'));
  });

  test('a job of another recovery point, or one that made something else, is not this run’s', async () => {
    aws.backup.on(ListRestoreJobsCommand).resolves({
      RestoreJobs: [
        restoreJob({ RecoveryPointArn: `${RECOVERY_POINT}-2` }),
        restoreJob({ CreatedResourceArn: `${INSTANCE_ARN}-2` }),
      ],
    });
    expect(await adopt()).toBeUndefined();
    expect(aws.backup.commandCalls(GetRestoreJobMetadataCommand)).toHaveLength(0);
  });

  test('an instance of that name that no job of this run has made is taken by somebody', async () => {
    aws.backup.on(ListRestoreJobsCommand).resolves({ RestoreJobs: [] });
    aws.rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [restored({ TagList: runTag('other-run') })],
    });
    expect(await failureFrom(adopt())).toMatchObject({ code: 'NAME_TAKEN', class: 'safety' });
    aws.rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [restored({ TagList: [], InstanceCreateTime: OLD })],
    });
    expect(await failureFrom(adopt())).toMatchObject({ code: 'NAME_TAKEN' });
  });
});

test('the plan names the job’s request and the instance that will be owned', () => {
  const names = { run: RUN, region: 'ap-northeast-1' };
  const { calls } = startBackupRestore.plan(restoreInput, names);
  expect(calls[0]).toMatchObject({
    operation: 'StartRestoreJob',
    mutating: true,
    parameters: { Metadata: { DBSubnetGroupName: 'drill-isolated' } },
  });
  expect(startBackupRestore.owns?.(restoreInput, names)).toEqual({
    type: 'rds:db-instance',
    id: INSTANCE,
    region: 'ap-northeast-1',
  });
});
