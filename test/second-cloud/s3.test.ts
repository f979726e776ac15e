import { S3 } from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keepObject, type ObjectToKeep } from '../../src/activities/s3/keep-object.ts';
import { failureFrom } from '../support/activity-context.ts';
import { ACCOUNT, HOME, hasMoto, motoForEachTest } from './moto.ts';

const NAME = 'team-evidence';

describe.skipIf(!hasMoto)('S3 at moto', { timeout: 60_000 }, () => {
  const moto = motoForEachTest();

  async function bucket(options: { readonly locked: boolean }) {
    const s3 = new S3({ ...moto.settings(), forcePathStyle: true });
    onTestFinished(() => s3.destroy());
    await s3.createBucket({
      Bucket: NAME,
      CreateBucketConfiguration: { LocationConstraint: HOME },
      ObjectLockEnabledForBucket: options.locked,
    });
    const wanted: ObjectToKeep = {
      bucket: { name: NAME, owner: ACCOUNT },
      key: 'drills/a run.zip',
      content: Buffer.from('what was done'),
      force: false,
    };
    const keep = async (over: Partial<ObjectToKeep> = {}) =>
      keepObject(await moto.attempt().services.aws.s3(), { ...wanted, ...over }, moto.clock);
    return { s3, keep, wanted };
  }

  test('an object is kept in a bucket with object lock, and read back', async () => {
    const { s3, keep, wanted } = await bucket({ locked: true });
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const retention = { mode: 'compliance', until } as const;
    const kept = await keep({ retention });
    expect(kept).toMatchObject({ isNew: true, retention: { mode: 'compliance' } });
    expect(moto.changes).toEqual([`PutObject ${HOME} 200`]);
    const place = { Bucket: NAME, Key: wanted.key };
    const { Body } = await s3.getObject({ ...place, VersionId: kept.version });
    expect(await Body?.transformToString()).toBe('what was done');
    const removal = s3.deleteObject({ ...place, VersionId: kept.version });
    await expect(removal).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(await keep({ retention })).toEqual({ ...kept, isNew: false });
    expect(await failureFrom(keep({ retention, content: Buffer.from('other') }))).toMatchObject({
      code: 'OBJECT_DIFFERS',
    });
  });

  test('a bucket without lock, or of nobody, is refused', async () => {
    const { keep, wanted } = await bucket({ locked: false });
    expect(await failureFrom(keep())).toMatchObject({ code: 'BUCKET_NOT_LOCKED' });
    const nobody = { ...wanted.bucket, name: 'nobody-has-this' };
    expect(await failureFrom(keep({ bucket: nobody }))).toMatchObject({ code: 'NO_SUCH_BUCKET' });
  });

  test('without a retention of its own it takes that of the bucket, which has none', async () => {
    const { keep } = await bucket({ locked: true });
    expect(await failureFrom(keep())).toMatchObject({ code: 'RETENTION_MISSING' });
  });
});
