import type { S3 } from '@aws-sdk/client-s3';
import type { PostureFinding } from '../../../core/posture.ts';
import { failedWith } from '../../aws-failure.ts';
import { type About, fail, type Judgement, judged, pass, unexpected, unknown } from './finding.ts';
import type { PostureScope } from './posture-scope.ts';
import { type Reading, read } from './reading.ts';

type Bucket = Reading<{ readonly none: boolean; readonly name: string | undefined }>;

/** Where the log files of a trail are: in whose account, and whether they can be deleted for good. */
export async function readTrailBucket(
  scope: PostureScope,
  bucket: Bucket,
): Promise<readonly PostureFinding[]> {
  const { account, inside } = scope;
  const apart: About = {
    id: 'trail-bucket-apart',
    title: 'Log files are kept in another account',
    subject: account.id,
    requirement: 'CTL-002',
    field: 'trailList[].S3BucketName',
  };
  const guarded: About = {
    id: 'trail-bucket-protected',
    title: 'Log files are protected from deletion',
    subject: account.id,
    requirement: 'CTL-003',
    field: 'trailList[].S3BucketName',
  };
  const name = bucket.answered ? bucket.value.name : undefined;
  if (name === undefined) {
    return [apart, guarded].map((about) =>
      judged(about, bucket, ({ none }) =>
        none ? fail('The account has no trail.') : unexpected('S3BucketName', undefined),
      ),
    );
  }
  const s3 = await inside.s3();
  return Promise.all([readOwner(scope, s3, name, apart), readProtection(scope, s3, name, guarded)]);
}

/**
 * Two answers have to agree: the account lists its buckets and this is none of them, and S3 refuses it to one who says
 * that the account owns it. A refusal alone may only mean that the caller lacks a permission.
 */
async function readOwner(
  { context, account }: PostureScope,
  s3: S3,
  bucket: string,
  about: About,
): Promise<PostureFinding> {
  const head = await read(context, { call: 's3:HeadBucket', action: 's3:ListBucket' }, () =>
    askOwner(s3, bucket, account.id),
  );
  const listed = await read(
    context,
    { call: 's3:ListBuckets', action: 's3:ListAllMyBuckets' },
    () => listBuckets(s3),
  );
  if (head.answered && head.value.answer === 'owned') {
    return judged({ ...about, field: 'ExpectedBucketOwner' }, head, () =>
      fail('The log files are in the account itself.', `${bucket} belongs to ${account.id}`),
    );
  }
  return judged({ ...about, field: 'Buckets[].Name' }, listed, ({ names }) => {
    if (!names) return unexpected('Buckets', names);
    if (names.includes(bucket)) {
      return fail('The log files are in the account itself.', `${bucket} belongs to ${account.id}`);
    }
    if (!head.answered)
      return unknown(`Whether there is such a bucket is not known: ${head.why}`, bucket);
    if (head.value.answer === 'missing') return fail('There is no such bucket.', bucket);
    return pass(
      'The bucket is none of the account, and S3 does not take the account for its owner.',
      bucket,
    );
  });
}

async function askOwner(
  s3: S3,
  Bucket: string,
  ExpectedBucketOwner: string,
): Promise<{ readonly answer: 'owned' | 'refused' | 'missing' }> {
  try {
    await s3.headBucket({ Bucket, ExpectedBucketOwner });
    return { answer: 'owned' };
  } catch (error) {
    if (failedWith(error, 'ACCESS_DENIED')) return { answer: 'refused' };
    if (failedWith(error, 'NOT_FOUND') || failedWith(error, 'NO_SUCH_BUCKET')) {
      return { answer: 'missing' };
    }
    throw error;
  }
}

async function listBuckets(s3: S3): Promise<{ readonly names?: readonly string[] }> {
  const names: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.listBuckets(ContinuationToken === undefined ? {} : { ContinuationToken });
    // A page without a list is not one with an empty list.
    if (!page.Buckets) return {};
    names.push(...page.Buckets.flatMap(({ Name: name }) => name ?? []));
    ContinuationToken = page.ContinuationToken;
  } while (ContinuationToken !== undefined);
  return { names };
}

interface Protection {
  readonly observed: string;
  readonly on: boolean;
}

/** Any one of versioning, MFA delete and object lock is protection. Denied is unknown: it may be another account's. */
async function readProtection(
  { context }: PostureScope,
  s3: S3,
  bucket: string,
  about: About,
): Promise<PostureFinding> {
  const versioning = await read<Protection>(
    context,
    { call: 's3:GetBucketVersioning' },
    async () => {
      const { Status: status, MFADelete: mfa } = await s3.getBucketVersioning({ Bucket: bucket });
      return {
        observed: `versioning ${status ?? 'off'}, MFADelete ${mfa ?? 'off'}`,
        on: status === 'Enabled' || mfa === 'Enabled',
      };
    },
  );
  const lock = await read<Protection>(
    context,
    { call: 's3:GetObjectLockConfiguration', action: 's3:GetBucketObjectLockConfiguration' },
    () => readLock(s3, bucket),
  );
  const field = 'Status, MFADelete, ObjectLockEnabled';
  const [first, second] = lock.answered && lock.value.on ? [lock, versioning] : [versioning, lock];
  return judged({ ...about, field }, first, (found) => judgeProtection(bucket, found, second));
}

function judgeProtection(bucket: string, found: Protection, other: Reading<Protection>): Judgement {
  const seen = [found, ...(other.answered ? [other.value] : [])];
  const observed = `${bucket}: ${seen.map((one) => one.observed).join(', ')}`;
  if (found.on) return pass('Log files cannot be deleted for good unnoticed.', observed);
  if (!other.answered) return unknown(other.why, observed);
  return fail('Neither versioning, nor MFA delete, nor object lock is on.', observed);
}

async function readLock(s3: S3, Bucket: string): Promise<Protection> {
  try {
    const { ObjectLockConfiguration: lock } = await s3.getObjectLockConfiguration({ Bucket });
    const enabled = lock?.ObjectLockEnabled;
    return { observed: `object lock ${enabled ?? 'off'}`, on: enabled === 'Enabled' };
  } catch (error) {
    if (!failedWith(error, 'OBJECT_LOCK_CONFIGURATION_NOT_FOUND_ERROR')) throw error;
    return { observed: 'object lock off', on: false };
  }
}
