import { DeleteDBInstanceCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { restoreToPointInTime } from '../../../src/activities/rds/restore-to-point-in-time.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import {
  INSTANCE,
  notFound,
  rdsError,
  restored,
  runTag,
  source,
  target,
} from '../../support/activity-rds.ts';

const pitr = { name: INSTANCE, source, target, restoreTime: '2026-11-24T00:59:59.000Z' };
/** Made long ago: tags that are not there now will not come. */
const OLD = new Date('2026-11-24T00:30:00Z');
const receipt = {
  id: INSTANCE,
  arn: 'arn',
  dbiResourceId: 'db-RESTORED',
  requestedAt: '2026-11-24T01:00:00.000Z',
};

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
});

function rdsShows(instance = restored()) {
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [instance], $metadata: {} });
}

describe('removing the restored instance', () => {
  const undo = restoreToPointInTime.undo;
  if (!undo) throw new Error('A restore must be undoable.');

  test('deletes it without a last snapshot and with its backups', async () => {
    rdsShows();
    await undo.start(context, pitr);
    const [call] = aws.rds.commandCalls(DeleteDBInstanceCommand);
    expect(call?.args[0].input).toEqual({
      DBInstanceIdentifier: INSTANCE,
      SkipFinalSnapshot: true,
      DeleteAutomatedBackups: true,
    });
  });

  test.each([
    ['the tag of another run', runTag('other-run')],
    ['no tag', []],
  ])('deletes nothing with %s', async (_case, TagList) => {
    rdsShows(restored({ TagList, InstanceCreateTime: OLD }));
    expect(await failureFrom(undo.start(context, pitr))).toMatchObject({
      code: 'NOT_OURS',
      class: 'safety',
    });
    expect(aws.rds.commandCalls(DeleteDBInstanceCommand)).toHaveLength(0);
  });

  test('deletes nothing while the tags may still come, and does not give up either', async () => {
    const late = { code: 'TAGS_NOT_VISIBLE', retryable: true };
    rdsShows(
      restored({ DBInstanceStatus: 'creating', InstanceCreateTime: undefined, TagList: [] }),
    );
    expect(await failureFrom(undo.start(context, pitr))).toMatchObject(late);
    expect(await failureFrom(undo.poll(context, pitr))).toMatchObject(late);
    rdsShows(restored({ InstanceCreateTime: OLD, TagList: [] }));
    expect(await failureFrom(undo.start(context, pitr, receipt))).toMatchObject(late);
    expect(aws.rds.commandCalls(DeleteDBInstanceCommand)).toHaveLength(0);
  });

  test.each([
    ['InvalidParameterCombination', 'NoDeleteAutomatedBackups must be specified'],
    ['InvalidParameterValue', 'The instance is associated with an AwsBackupRecoveryPointArn.'],
  ])('leaves its backups to AWS Backup where RDS answers %s', async (name, message) => {
    rdsShows();
    aws.rds
      .on(DeleteDBInstanceCommand, { DeleteAutomatedBackups: true })
      .rejects(Object.assign(rdsError(name), { message }))
      .on(DeleteDBInstanceCommand, { DeleteAutomatedBackups: false })
      .resolves({});
    await undo.start(context, pitr);
    expect(
      aws.rds
        .commandCalls(DeleteDBInstanceCommand)
        .map(({ args }) => args[0].input.DeleteAutomatedBackups),
    ).toEqual([true, false]);
  });

  test('any other refusal is passed on after one call', async () => {
    rdsShows();
    aws.rds.on(DeleteDBInstanceCommand).rejects(rdsError('InvalidDBInstanceState'));
    await expect(undo.start(context, pitr)).rejects.toThrow('InvalidDBInstanceState');
    expect(aws.rds.commandCalls(DeleteDBInstanceCommand)).toHaveLength(1);
  });

  test('succeeds when another call was faster', async () => {
    rdsShows();
    aws.rds.on(DeleteDBInstanceCommand).rejects(
      Object.assign(rdsError('InvalidDBInstanceState'), {
        message: `Instance ${INSTANCE} is already being deleted.`,
      }),
    );
    await expect(undo.start(context, pitr)).resolves.toBeUndefined();
  });

  test('succeeds when it is gone, and when it is going already', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    await undo.start(context, pitr);
    rdsShows(restored({ DBInstanceStatus: 'deleting' }));
    await undo.start(context, pitr);
    expect(aws.rds.commandCalls(DeleteDBInstanceCommand)).toHaveLength(0);
  });

  test('succeeds when it goes between the look and the call', async () => {
    rdsShows();
    aws.rds.on(DeleteDBInstanceCommand).rejects(notFound());
    await expect(undo.start(context, pitr)).resolves.toBeUndefined();
  });

  test('is done only when RDS says that there is no such instance, with the request as proof', async () => {
    rdsShows(restored({ DBInstanceStatus: 'deleting' }));
    expect(pendingFrom(await undo.poll(context, pitr))).toBe('deleting');
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(doneFrom(await undo.poll(context, pitr)).output).toEqual({
      call: 'rds:DescribeDBInstances',
      observed: 'DBInstanceNotFound',
      requestId: 'req-not-found',
    });
  });

  test('a failing look is no proof of absence', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(rdsError('InternalFailure', 500));
    await expect(undo.poll(context, pitr)).rejects.toThrow('InternalFailure');
  });
});
