import type { Call } from '../wire/service.ts';
import { accessDenied, noSuchBucket } from './s3-error.ts';
import type { BucketRecord, S3State } from './s3-state.ts';

/**
 * A bucket whose settings the caller may read.
 * @throws ServiceError `NoSuchBucket`; `AccessDenied`, also when it is another account's than the caller expects.
 */
export function findBucket(
  state: S3State,
  input: { readonly Bucket: string | undefined; readonly ExpectedBucketOwner?: string | undefined },
  { caller }: Call,
): BucketRecord {
  const { Bucket = '', ExpectedBucketOwner } = input;
  const bucket = state.buckets.find(({ name }) => name === Bucket);
  if (!bucket) throw noSuchBucket(Bucket);
  const { owner, readers } = bucket;
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== owner) throw accessDenied();
  if (caller.account !== owner && !readers.includes(caller.account)) throw accessDenied();
  return bucket;
}
