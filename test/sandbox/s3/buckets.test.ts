import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const TRAIL = 'shop-organization-trail';

test('the bucket of the trail belongs to another account, which its owner check shows', async () => {
  const s3 = (await startOrganization()).s3();
  const owned = (ExpectedBucketOwner: string) =>
    s3.headBucket({ Bucket: TRAIL, ExpectedBucketOwner });
  expect(await owned(SANDBOX)).toMatchObject({ BucketRegion: 'ap-northeast-1' });
  expect(await failureOf(owned(MANAGEMENT))).toMatchObject({ status: 403 });
  const located = (ExpectedBucketOwner: string) =>
    s3.getBucketLocation({ Bucket: TRAIL, ExpectedBucketOwner });
  expect(await located(SANDBOX)).toMatchObject({ LocationConstraint: 'ap-northeast-1' });
  expect(await failureOf(located(MANAGEMENT))).toMatchObject({ name: 'AccessDenied', status: 403 });
  const { Buckets } = await s3.listBuckets({});
  expect(Buckets?.map(({ Name }) => Name)).toEqual(['shop-exports']);
});

test('each account lists its own buckets, and others cannot read what no policy allows', async () => {
  const harness = await startOrganization();
  const owner = harness.s3(await harness.member(SANDBOX));
  const { Buckets } = await owner.listBuckets({});
  expect(Buckets?.map(({ Name }) => Name)).toEqual([TRAIL, 'kunren-evidence']);
  const other = harness.s3(await harness.member(PRODUCTION));
  expect((await other.listBuckets({})).Buckets ?? []).toEqual([]);
  expect(await failureOf(other.getBucketVersioning({ Bucket: TRAIL }))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
  });
});

test('versioning, object lock and the public access block read as they are set', async () => {
  const s3 = (await startOrganization()).s3();
  expect(await s3.getBucketVersioning({ Bucket: TRAIL })).toMatchObject({
    Status: 'Enabled',
    MFADelete: 'Disabled',
  });
  expect(await s3.getObjectLockConfiguration({ Bucket: TRAIL })).toMatchObject({
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } },
    },
  });
  expect(await s3.getPublicAccessBlock({ Bucket: TRAIL })).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  });
});

test('what a bucket does not have is told by name', async () => {
  const s3 = (await startOrganization()).s3();
  const Bucket = 'shop-exports';
  const versioning = await s3.getBucketVersioning({ Bucket });
  expect(versioning.Status).toBeUndefined();
  expect(await failureOf(s3.getObjectLockConfiguration({ Bucket }))).toMatchObject({
    name: 'ObjectLockConfigurationNotFoundError',
    status: 404,
  });
  const nobody = { Bucket: 'nobody-has-this' };
  expect(await failureOf(s3.getBucketVersioning(nobody))).toMatchObject({
    name: 'NoSuchBucket',
    status: 404,
  });
  expect(await failureOf(s3.headBucket(nobody))).toMatchObject({ name: 'NotFound', status: 404 });
});
