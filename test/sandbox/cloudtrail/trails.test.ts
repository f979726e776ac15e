import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const ARN = `arn:aws:cloudtrail:ap-northeast-1:${MANAGEMENT}:trail/organization`;

test('one trail of the organization covers every Region and validates its files', async () => {
  const harness = await startOrganization();
  const { trailList } = await harness.cloudTrail().describeTrails({});
  expect(trailList).toMatchObject([
    {
      TrailARN: ARN,
      S3BucketName: 'shop-organization-trail',
      IsMultiRegionTrail: true,
      IsOrganizationTrail: true,
      IncludeGlobalServiceEvents: true,
      LogFileValidationEnabled: true,
      HomeRegion: 'ap-northeast-1',
    },
  ]);
  harness.clock.advance(600_000);
  const status = await harness.cloudTrail().getTrailStatus({ Name: 'organization' });
  expect(status).toMatchObject({
    IsLogging: true,
    LatestDeliveryTime: new Date('2026-11-24T01:10:00.000Z'),
  });
  const selectors = await harness.cloudTrail().getEventSelectors({ TrailName: ARN });
  expect(selectors).toMatchObject({
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
  });
});

test('elsewhere the trail is a shadow, which goes by its ARN', async () => {
  const harness = await startOrganization();
  const elsewhere = [
    harness.cloudTrail({ region: 'us-east-1' }),
    harness.cloudTrail(await harness.member(PRODUCTION)),
  ];
  for (const cloudTrail of elsewhere) {
    expect((await cloudTrail.describeTrails({})).trailList).toMatchObject([{ TrailARN: ARN }]);
    const own = await cloudTrail.describeTrails({ includeShadowTrails: false });
    expect(own.trailList).toEqual([]);
    expect(await cloudTrail.getTrailStatus({ Name: ARN })).toMatchObject({ IsLogging: true });
    const byName = cloudTrail.getTrailStatus({ Name: 'organization' });
    expect(await failureOf(byName)).toMatchObject({ name: 'TrailNotFoundException' });
  }
  const wrong = harness.cloudTrail().getEventSelectors({ TrailName: 'arn:aws:s3:::bucket' });
  expect(await failureOf(wrong)).toMatchObject({ name: 'CloudTrailARNInvalidException' });
});

test('the bucket of the trail is not in the account of the trail', async () => {
  const harness = await startOrganization();
  const { trailList } = await harness.cloudTrail().describeTrails({});
  const Bucket = trailList?.[0]?.S3BucketName ?? '';
  const { Buckets } = await harness.s3(await harness.member(SANDBOX)).listBuckets({});
  expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket);
});
