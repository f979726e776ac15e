import type { S3 } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { keepObject, type ObjectToKeep } from '../../../src/activities/s3/keep-object.ts';
import { failureOf } from '../../sandbox/cloud-harness.ts';
import { startOrganization } from '../../sandbox/organization-harness.ts';
import { MANAGEMENT, SANDBOX } from '../../sandbox/organization-server.ts';
import { failureFrom } from '../../support/activity-context.ts';

const DAY_MS = 86_400_000;

/** The account that drills, which may write into the bucket of another one. */
async function writer() {
  const harness = await startOrganization();
  const clock = { now: () => harness.clock.now(), sleep: async () => undefined };
  const s3 = harness.s3();
  const wanted: ObjectToKeep = {
    bucket: { name: 'kunren-evidence', owner: SANDBOX },
    key: 'drills/run.zip',
    content: Buffer.from('what was done'),
    force: false,
  };
  const keep = (over: Partial<ObjectToKeep> = {}, from: Partial<S3> = {}) =>
    keepObject({ ...methodsOf(s3), ...from }, { ...wanted, ...over }, clock);
  const until = (days: number) => new Date(clock.now() + days * DAY_MS).toISOString();
  return { harness, s3, keep, until, place: { Bucket: 'kunren-evidence', Key: wanted.key } };
}

function methodsOf(s3: S3) {
  return {
    getBucketVersioning: s3.getBucketVersioning.bind(s3),
    getObjectLockConfiguration: s3.getObjectLockConfiguration.bind(s3),
    putObject: s3.putObject.bind(s3),
    headObject: s3.headObject.bind(s3),
    getObject: s3.getObject.bind(s3),
  };
}

describe('an object that is to be kept', () => {
  it('is kept as long as the bucket says, and that is seen', async () => {
    const { keep, until, s3, place } = await writer();
    const kept = await keep();
    expect(kept).toMatchObject({
      isNew: true,
      retention: { mode: 'governance', until: until(365) },
    });
    const got = await s3.getObject({ ...place, VersionId: kept.version });
    expect(await got.Body?.transformToString()).toBe('what was done');
  });

  it('is kept as long as it is told, and nobody can delete it', async () => {
    const { keep, until, harness, place } = await writer();
    const retention = { mode: 'compliance', until: until(7) } as const;
    const kept = await keep({ retention });
    expect(kept.retention).toEqual(retention);
    const owner = harness.s3(await harness.member(SANDBOX));
    const removal = { ...place, VersionId: kept.version, BypassGovernanceRetention: true };
    expect(await failureOf(owner.deleteObject(removal))).toMatchObject({ name: 'AccessDenied' });
  });

  it('is put once, also where the answer to that was lost', async () => {
    const { keep, harness, s3, place } = await writer();
    let calls = 0;
    harness.diesAt = (when) => {
      if (when === 'after') calls += 1;
      return when === 'after' && calls === 3;
    };
    const kept = await keep();
    expect(kept.isNew).toBe(false);
    expect(await keep()).toEqual(kept);
    expect(await s3.headObject(place)).toMatchObject({ VersionId: kept.version });
  });

  it('takes the place of another one only by force, as another version', async () => {
    const { keep } = await writer();
    const first = await keep();
    const content = Buffer.from('something else');
    expect(await failureFrom(keep({ content }))).toMatchObject({ code: 'OBJECT_DIFFERS' });
    const second = await keep({ content, force: true });
    expect(second.version).not.toBe(first.version);
  });

  it('that is kept for a shorter time is not enough', async () => {
    const { keep, until } = await writer();
    await keep();
    const retention = { mode: 'compliance', until: until(30) } as const;
    expect(await failureFrom(keep({ retention }))).toMatchObject({ code: 'OBJECT_DIFFERS' });
    expect(await keep({ retention, force: true })).toMatchObject({ retention });
  });
});

describe('an upload is refused', () => {
  it('where the bucket keeps nothing', async () => {
    const { keep } = await writer();
    const bucket = { name: 'shop-exports', owner: MANAGEMENT };
    expect(await failureFrom(keep({ bucket }))).toMatchObject({ code: 'BUCKET_NOT_LOCKED' });
  });

  it('where versions are kept and can be deleted', async () => {
    const { keep } = await writer();
    const none = {
      getObjectLockConfiguration: async () => ({ $metadata: {}, ObjectLockConfiguration: {} }),
    } as Partial<S3>;
    expect(await failureFrom(keep({}, none))).toMatchObject({ code: 'BUCKET_NOT_LOCKED' });
  });

  it('where neither the bucket nor anybody says how long', async () => {
    const { keep } = await writer();
    const noDefault = {
      getObjectLockConfiguration: async () => ({
        $metadata: {},
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
      }),
    } as Partial<S3>;
    expect(await failureFrom(keep({}, noDefault))).toMatchObject({ code: 'RETENTION_MISSING' });
  });

  it('where the bucket is of another account than it should be', async () => {
    const { keep } = await writer();
    const bucket = { name: 'kunren-evidence', owner: MANAGEMENT };
    expect(await failureFrom(keep({ bucket }))).toMatchObject({
      code: 'BUCKET_DENIED',
      message: expect.stringContaining(`does not belong to the account ${MANAGEMENT}`),
    });
  });

  it('where there is no such bucket', async () => {
    const { keep } = await writer();
    const bucket = { name: 'nobody-has-this', owner: SANDBOX };
    expect(await failureFrom(keep({ bucket }))).toMatchObject({ code: 'NO_SUCH_BUCKET' });
  });
});

describe('an upload is not believed', () => {
  it('where something else is read back', async () => {
    const { keep } = await writer();
    const other = {
      getObject: async () => ({
        $metadata: {},
        Body: { transformToByteArray: async () => Buffer.from('what was dome') },
      }),
    } as unknown as Partial<S3>;
    expect(await failureFrom(keep({}, other))).toMatchObject({
      code: 'UPLOAD_UNPROVEN',
      class: 'safety',
    });
  });

  it('where S3 does not say that it is kept', async () => {
    const { keep } = await writer();
    const silent = {
      headObject: async () => ({ $metadata: {}, VersionId: 'one' }),
    } as Partial<S3>;
    expect(await failureFrom(keep({}, silent))).toMatchObject({ code: 'UPLOAD_UNPROVEN' });
  });

  it('where S3 says that it is kept for a shorter time', async () => {
    const { keep, until } = await writer();
    const short = {
      headObject: async () => ({
        $metadata: {},
        VersionId: 'one',
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: new Date(until(1)),
      }),
    } as Partial<S3>;
    const retention = { mode: 'governance', until: until(7) } as const;
    expect(await failureFrom(keep({ retention }, short))).toMatchObject({
      code: 'UPLOAD_UNPROVEN',
    });
  });
});
