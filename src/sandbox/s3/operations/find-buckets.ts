import { createHash } from 'node:crypto';
import {
  type BucketLocationConstraint,
  GetBucketLocation$,
  type GetBucketLocationOutput,
  type GetBucketLocationRequest,
  HeadBucket$,
  type HeadBucketOutput,
  type HeadBucketRequest,
  ListBuckets$,
  type ListBucketsOutput,
  type ListBucketsRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../wire/service.ts';
import { findBucket } from '../find-bucket.ts';
import type { S3State } from '../s3-state.ts';

export const headBucket = operation<HeadBucketRequest, HeadBucketOutput, S3State>({
  schema: HeadBucket$,
  mutating: false,
  handle: (input, state, call) => ({ BucketRegion: findBucket(state, input, call).region }),
});

export const getBucketLocation = operation<
  GetBucketLocationRequest,
  GetBucketLocationOutput,
  S3State
>({
  schema: GetBucketLocation$,
  mutating: false,
  handle: (input, state, call) => {
    const { region } = findBucket(state, input, call);
    // us-east-1 is told by saying nothing.
    return region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint };
  },
});

/** The caller's own. */
export const listBuckets = operation<ListBucketsRequest, ListBucketsOutput, S3State>({
  schema: ListBuckets$,
  mutating: false,
  honours: ['Prefix', 'BucketRegion'],
  handle: ({ Prefix = '', BucketRegion }, state, { caller }) => ({
    Owner: { ID: createHash('sha256').update(caller.account).digest('hex') },
    Buckets: state.buckets
      .filter(({ owner, name }) => owner === caller.account && name.startsWith(Prefix))
      .filter(({ region }) => BucketRegion === undefined || region === BucketRegion)
      .map(({ name, createdAt, region }) => ({
        Name: name,
        CreationDate: new Date(createdAt),
        BucketRegion: region,
      })),
  }),
});
