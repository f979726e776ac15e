import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from 'vitest';
import { judgeManagementEvents } from '../../../../src/activities/account/posture/management-events.ts';
import { awsError, healthyAccounts, snapshotOf, TRAIL } from '../../../support/activity-posture.ts';

let aws: ReturnType<typeof healthyAccounts>;
beforeEach(() => {
  aws = healthyAccounts();
});

const outcomeOf = async (id: string) => (await snapshotOf(aws)).finding(id).outcome;

describe('trails', () => {
  const trails = (...trailList: object[]) =>
    aws.cloudTrail.on(DescribeTrailsCommand).resolves({ trailList });

  test('that are none fail all that is asked of them', async () => {
    trails();
    const { findings } = await snapshotOf(aws);
    const ours = findings.filter(({ id }) => id.startsWith('trail-'));
    expect(ours.map(({ outcome }) => outcome)).toEqual(Array(6).fill('fail'));
  });

  test.each([
    ['trail-multi-region', { IsMultiRegionTrail: false }],
    ['trail-multi-region', { IncludeGlobalServiceEvents: false }],
    ['trail-validation', { LogFileValidationEnabled: false }],
  ])('%s fails with %o', async (id, flags) => {
    trails({ ...TRAIL, ...flags });
    expect(await outcomeOf(id)).toBe('fail');
  });

  test('that are stopped fail', async () => {
    aws.cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: false });
    expect(await outcomeOf('trail-logging')).toBe('fail');
  });

  test('do not make up for one another', async () => {
    trails(
      { ...TRAIL, Name: 'here', TrailARN: 'here', IsMultiRegionTrail: false },
      { ...TRAIL, Name: 'all', TrailARN: 'all' },
    );
    aws.cloudTrail.on(GetTrailStatusCommand, { Name: 'all' }).resolves({ IsLogging: false });
    const { findings } = await snapshotOf(aws);
    const ours = findings.filter(({ id }) => /^trail-(multi|logging|manage|valid)/.test(id));
    expect(ours.some(({ outcome }) => outcome === 'fail')).toBe(true);
    expect(new Set(ours.map(({ observed }) => observed?.split(':')[0])).size).toBe(1);
  });

  test('are judged by the one that is best', async () => {
    trails({ ...TRAIL, Name: 'bad', TrailARN: 'bad', IsMultiRegionTrail: false }, TRAIL);
    expect(await outcomeOf('trail-multi-region')).toBe('pass');
  });
});

describe('management events', () => {
  const field = (Field: string, more: object) => ({ Field, ...more });
  const management = field('eventCategory', { Equals: ['Management'] });

  test.each([
    ['all of them', [{ IncludeManagementEvents: true, ReadWriteType: 'All' }], 'pass'],
    [
      'reads and writes apart',
      [
        { IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' },
        { IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' },
      ],
      'pass',
    ],
    ['writes only', [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }], 'fail'],
    ['data events only', [{ IncludeManagementEvents: false, ReadWriteType: 'All' }], 'fail'],
    ['an empty selector', [{}], 'fail'],
  ] as const)('%s', (_, EventSelectors, outcome) => {
    expect(judgeManagementEvents({ EventSelectors: [...EventSelectors] }).outcome).toBe(outcome);
  });

  test.each([
    ['all of them', [management], 'pass'],
    ['reads only', [management, field('readOnly', { Equals: ['true'] })], 'fail'],
    [
      'all but KMS',
      [management, field('eventSource', { NotEquals: ['kms.amazonaws.com'] })],
      'pass',
    ],
    ['KMS only', [management, field('eventSource', { Equals: ['kms.amazonaws.com'] })], 'fail'],
    ['one name only', [management, field('eventName', { Equals: ['X'] })], 'fail'],
    ['data events', [field('eventCategory', { Equals: ['Data'] })], 'fail'],
  ] as const)('by advanced selectors: %s', (_, FieldSelectors, outcome) => {
    const judgement = judgeManagementEvents({
      AdvancedEventSelectors: [{ FieldSelectors: [...FieldSelectors] }],
    });
    expect(judgement.outcome).toBe(outcome);
  });

  test('tell what is left out', () => {
    expect(
      judgeManagementEvents({
        EventSelectors: [
          {
            IncludeManagementEvents: true,
            ReadWriteType: 'All',
            ExcludeManagementEventSources: ['kms.amazonaws.com'],
          },
        ],
      }).observed,
    ).toBe('read true, write true, without kms.amazonaws.com');
  });

  test('that may not be read are unknown', async () => {
    aws.cloudTrail.on(GetEventSelectorsCommand).rejects(awsError('AccessDeniedException', 403));
    expect(await outcomeOf('trail-management-events')).toBe('unknown');
  });
});

describe('the bucket', () => {
  const apart = () => outcomeOf('trail-bucket-apart');
  const guarded = () => outcomeOf('trail-bucket-protected');

  test('is asked for as if the account owned it, which S3 has to refuse', async () => {
    expect(await apart()).toBe('pass');
    expect(aws.s3.commandCalls(HeadBucketCommand)[0]?.args[0].input).toEqual({
      Bucket: 'logs',
      ExpectedBucketOwner: '111122223333',
    });
    aws.s3.on(HeadBucketCommand).resolves({});
    expect(await apart()).toBe('fail');
  });

  test('that the account lists is its own, though it may not look into it', async () => {
    aws.s3
      .on(ListBucketsCommand)
      .resolvesOnce({ Buckets: [{ Name: 'a' }], ContinuationToken: 'more' })
      .resolves({ Buckets: [{ Name: 'logs' }] });
    expect(await apart()).toBe('fail');
  });

  test('is not taken for another account’s because a permission is missing', async () => {
    aws.s3.on(ListBucketsCommand).rejects(awsError('AccessDenied', 403));
    expect((await snapshotOf(aws)).finding('trail-bucket-apart')).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('s3:ListAllMyBuckets'),
    });
  });

  test('that is not there keeps no log files', async () => {
    aws.s3.on(HeadBucketCommand).rejects(awsError('NotFound', 404));
    expect(await apart()).toBe('fail');
  });

  test.each([
    ['versioning', { Status: 'Enabled' }, undefined, 'pass'],
    ['MFA delete', { MFADelete: 'Enabled' }, undefined, 'pass'],
    ['object lock', {}, 'Enabled', 'pass'],
    ['none of these', { Status: 'Suspended' }, undefined, 'fail'],
  ] as const)('with %s', async (_, versioning, lock, outcome) => {
    aws.s3.on(GetBucketVersioningCommand).resolves(versioning);
    if (lock) {
      aws.s3
        .on(GetObjectLockConfigurationCommand)
        .resolves({ ObjectLockConfiguration: { ObjectLockEnabled: lock } });
    }
    expect(await guarded()).toBe(outcome);
  });

  test('that another account keeps to itself is unknown, unless one answer is enough', async () => {
    aws.s3.on(GetBucketVersioningCommand).rejects(awsError('AccessDenied', 403));
    expect(await guarded()).toBe('unknown');
    aws.s3
      .on(GetObjectLockConfigurationCommand)
      .resolves({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } });
    expect(await guarded()).toBe('pass');
    aws.s3.on(GetBucketVersioningCommand).resolves({});
    aws.s3.on(GetObjectLockConfigurationCommand).rejects(awsError('AccessDenied', 403));
    expect((await snapshotOf(aws)).finding('trail-bucket-protected')).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('s3:GetBucketObjectLockConfiguration is missing'),
    });
  });
});
