import { createHash } from 'node:crypto';
import type { S3 } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const DAY_MS = 86_400_000;
const OBJECT = { Bucket: 'kunren-evidence', Key: 'drills/a run.zip' };
const BODY = Buffer.from('what was done, 訓練');
const SHA256 = createHash('sha256').update(BODY).digest('base64');

/** The account that drills, and the one that keeps what they leave. */
async function accounts() {
  const harness = await startOrganization();
  const owner = harness.s3(await harness.member(SANDBOX));
  const other = harness.s3(await harness.member(PRODUCTION));
  const until = (days: number) => new Date(harness.clock.now() + days * DAY_MS);
  return { harness, writer: harness.s3(), owner, other, until };
}

const put = (s3: S3, more = {}) =>
  s3.putObject({
    ...OBJECT,
    Body: BODY,
    ChecksumAlgorithm: 'SHA256',
    ChecksumSHA256: SHA256,
    ...more,
  });

describe('an object', () => {
  test('is read as it was put, with its checksum, from another account that may', async () => {
    const { writer } = await accounts();
    const { VersionId, ChecksumSHA256 } = await put(writer, {
      ContentType: 'application/zip',
      ExpectedBucketOwner: SANDBOX,
    });
    expect(ChecksumSHA256).toBe(SHA256);
    const got = await writer.getObject({ ...OBJECT, VersionId });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(BODY)).toBe(true);
    expect(await writer.headObject({ ...OBJECT, ChecksumMode: 'ENABLED' })).toMatchObject({
      VersionId,
      ChecksumSHA256: SHA256,
      ContentLength: BODY.length,
      ContentType: 'application/zip',
      ObjectLockMode: 'GOVERNANCE',
    });
  });

  test('is there after the sandbox has been closed', async () => {
    const { harness, writer } = await accounts();
    await put(writer);
    await harness.close();
    await harness.open();
    const got = await harness.s3().getObject(OBJECT);
    expect(await got.Body?.transformToString()).toBe(BODY.toString());
  });

  test('is nobody’s but of those whom the bucket lets', async () => {
    const { writer, other } = await accounts();
    const denied = { name: 'AccessDenied', status: 403 };
    expect(await failureOf(put(other))).toMatchObject(denied);
    expect(await failureOf(put(writer, { ExpectedBucketOwner: MANAGEMENT }))).toMatchObject(denied);
    await put(writer);
    expect(await failureOf(other.getObject(OBJECT))).toMatchObject(denied);
  });

  test('is not taken where its bytes are others, nor over one that is there', async () => {
    const { writer } = await accounts();
    expect(await failureOf(put(writer, { Body: Buffer.from('other') }))).toMatchObject({
      name: 'BadDigest',
    });
    expect(await failureOf(writer.getObject(OBJECT))).toMatchObject({ name: 'NoSuchKey' });
    await put(writer, { IfNoneMatch: '*' });
    expect(await failureOf(put(writer, { IfNoneMatch: '*' }))).toMatchObject({ status: 412 });
  });
});

describe('a locked version', () => {
  test('has the retention of the bucket, or its own', async () => {
    const { writer, until } = await accounts();
    await put(writer);
    expect(await writer.getObjectRetention(OBJECT)).toMatchObject({
      Retention: { Mode: 'GOVERNANCE', RetainUntilDate: until(365) },
    });
    await put(writer, { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until(7) });
    expect(await writer.getObjectRetention(OBJECT)).toMatchObject({
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: until(7) },
    });
  });

  test('cannot be deleted until its time is over; in governance by who may get round it', async () => {
    const { harness, writer, owner, until } = await accounts();
    const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until(7) };
    const { VersionId } = await put(writer, lock);
    const removal = { ...OBJECT, VersionId };
    const denied = { name: 'AccessDenied', status: 403 };
    expect(await failureOf(owner.deleteObject(removal))).toMatchObject(denied);
    const bypass = { ...removal, BypassGovernanceRetention: true };
    expect(await failureOf(owner.deleteObject(bypass))).toMatchObject(denied);
    // It is hidden, and still there.
    expect(await owner.deleteObject(OBJECT)).toMatchObject({ DeleteMarker: true });
    expect(await failureOf(writer.getObject(OBJECT))).toMatchObject({ name: 'NoSuchKey' });
    expect(await writer.getObjectRetention(removal)).toMatchObject({
      Retention: { Mode: 'COMPLIANCE' },
    });
    harness.clock.advance(8 * DAY_MS);
    const later = harness.s3(await harness.member(SANDBOX));
    await later.deleteObject(removal);
    expect(await failureOf(writer.headObject(removal))).toMatchObject({ status: 404 });
    const governed = { ...OBJECT, VersionId: (await put(writer)).VersionId };
    expect(await failureOf(later.deleteObject(governed))).toMatchObject(denied);
    await later.deleteObject({ ...governed, BypassGovernanceRetention: true });
  });

  test('is refused where the bucket has no lock, and for a time that is over', async () => {
    const { writer, until } = await accounts();
    const lock = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until(1) };
    expect(await failureOf(put(writer, { ...lock, Bucket: 'shop-exports' }))).toMatchObject({
      name: 'InvalidRequest',
    });
    await put(writer, { Bucket: 'shop-exports' });
    expect(
      await failureOf(writer.getObjectRetention({ ...OBJECT, Bucket: 'shop-exports' })),
    ).toMatchObject({ name: 'NoSuchObjectLockConfiguration' });
    expect(
      await failureOf(put(writer, { ...lock, ObjectLockRetainUntilDate: until(-1) })),
    ).toMatchObject({ name: 'InvalidArgument' });
  });
});
