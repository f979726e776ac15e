import type { Call } from '../wire/service.ts';
import { findBucket } from './find-bucket.ts';
import { accessDenied, noSuchKey, noSuchVersion } from './s3-error.ts';
import type { BucketRecord, ObjectVersion, S3State } from './s3-state.ts';

/** Names a bucket, as every operation on objects does. */
export interface InBucket {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/**
 * A bucket whose objects the caller may put and read.
 * @throws ServiceError `NoSuchBucket`, `AccessDenied`.
 */
export function openBucket(state: S3State, input: InBucket, call: Call): BucketRecord {
  const bucket = findBucket(state, input, call);
  const { owner, writers = [] } = bucket;
  const { account } = call.caller;
  if (account !== owner && !writers.includes(account)) throw accessDenied();
  return bucket;
}

/** The newest version of an object, which may mark that it was deleted. */
export function currentVersion(
  { objects = [] }: BucketRecord,
  key: string | undefined,
): ObjectVersion | undefined {
  return objects.findLast((version) => version.key === key);
}

/**
 * A version of an object, by default the newest.
 * @throws ServiceError `NoSuchBucket`, `AccessDenied`, `NoSuchKey`, `NoSuchVersion`.
 */
export function findObject(
  state: S3State,
  input: InBucket & { readonly Key: string | undefined; readonly VersionId?: string | undefined },
  call: Call,
): ObjectVersion & Required<Pick<ObjectVersion, 'content'>> {
  const bucket = openBucket(state, input, call);
  const { Key = '', VersionId } = input;
  const version =
    VersionId === undefined
      ? currentVersion(bucket, Key)
      : bucket.objects?.find(({ key, id }) => key === Key && id === VersionId);
  if (version?.content) return { ...version, content: version.content };
  throw VersionId === undefined ? noSuchKey(Key) : noSuchVersion(Key);
}
