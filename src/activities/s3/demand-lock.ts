import type { S3 } from '@aws-sdk/client-s3';
import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { bucketCall, type OwnedBucket } from './bucket-call.ts';

/**
 * Makes sure that a bucket keeps what is put into it.
 * @param hasOwn whether an object comes with a retention of its own, so that the bucket needs no default one
 * @throws KunrenError `BUCKET_NOT_LOCKED`, `RETENTION_MISSING`, `BUCKET_DENIED`, and what AWS answers
 */
export async function demandLock(
  s3: Pick<S3, 'getBucketVersioning' | 'getObjectLockConfiguration'>,
  bucket: OwnedBucket,
  hasOwn: boolean,
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  const place = { Bucket: bucket.name, ExpectedBucketOwner: bucket.owner };
  const { Status } = await bucketCall(clock, bucket, 's3:GetBucketVersioning', () =>
    s3.getBucketVersioning(place),
  );
  if (Status !== 'Enabled') throw notLocked(bucket, `its versioning is ${Status ?? 'off'}`);
  const lock = await bucketCall(clock, bucket, 's3:GetBucketObjectLockConfiguration', () =>
    s3.getObjectLockConfiguration(place),
  ).catch((error: unknown) => {
    if (failedWith(error, 'OBJECT_LOCK_CONFIGURATION_NOT_FOUND_ERROR')) return undefined;
    throw error;
  });
  const { ObjectLockEnabled, Rule } = lock?.ObjectLockConfiguration ?? {};
  if (ObjectLockEnabled !== 'Enabled') throw notLocked(bucket, 'it has no object lock');
  if (hasOwn || Rule?.DefaultRetention?.Mode !== undefined) return;
  throw new KunrenError({
    code: 'RETENTION_MISSING',
    message: `The bucket ${bucket.name} has no default retention, so how long it is kept has to be said: --retain or --retain-until.`,
    class: 'input',
  });
}

function notLocked({ name }: OwnedBucket, why: string): KunrenError {
  return new KunrenError({
    code: 'BUCKET_NOT_LOCKED',
    message: `The bucket ${name} does not keep what is put into it: ${why}. Nothing was uploaded.`,
    class: 'input',
  });
}
