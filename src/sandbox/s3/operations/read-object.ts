import {
  GetObject$,
  type GetObjectOutput,
  type GetObjectRequest,
  GetObjectRetention$,
  type GetObjectRetentionOutput,
  type GetObjectRetentionRequest,
  HeadObject$,
  type HeadObjectOutput,
  type HeadObjectRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../wire/service.ts';
import { findObject } from '../find-object.ts';
import { noRetention } from '../s3-error.ts';
import { factsOf, type Objects } from './object-facts.ts';

export const headObject = operation<HeadObjectRequest, HeadObjectOutput, Objects>({
  schema: HeadObject$,
  mutating: false,
  honours: ['Bucket', 'Key', 'VersionId', 'ChecksumMode', 'ExpectedBucketOwner'],
  handle: (input, { state }, call) =>
    factsOf(findObject(state, input, call), input.ChecksumMode === 'ENABLED'),
});

export const getObject = operation<
  GetObjectRequest,
  Omit<GetObjectOutput, 'Body'> & { readonly Body: Uint8Array },
  Objects
>({
  schema: GetObject$,
  mutating: false,
  honours: ['Bucket', 'Key', 'VersionId', 'ChecksumMode', 'ExpectedBucketOwner'],
  handle: async (input, { state, files }, call) => {
    const version = findObject(state, input, call);
    const Body = await files.get(version.content.sha256);
    return { ...factsOf(version, input.ChecksumMode === 'ENABLED'), Body };
  },
});

export const getObjectRetention = operation<
  GetObjectRetentionRequest,
  GetObjectRetentionOutput,
  Objects
>({
  schema: GetObjectRetention$,
  mutating: false,
  handle: (input, { state }, call) => {
    const { retention } = findObject(state, input, call);
    if (!retention) throw noRetention();
    return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.until) } };
  },
});
