import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { PutObject$, type PutObjectOutput, type PutObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../wire/service.ts';
import { currentVersion, openBucket } from '../find-object.ts';
import { alreadyThere, badDigest, invalidArgument, invalidRequest } from '../s3-error.ts';
import type { BucketRecord, ObjectVersion } from '../s3-state.ts';
import { base64, eTagOf, type Objects } from './object-facts.ts';

const DAY_MS = 86_400_000;

/** A new version; with its own retention, or that of the bucket. */
export const putObject = operation<PutObjectRequest, PutObjectOutput, Objects>({
  schema: PutObject$,
  mutating: true,
  honours: [
    'Bucket',
    'Key',
    'Body',
    'ContentLength',
    'ContentType',
    'ChecksumAlgorithm',
    'ChecksumCRC32',
    'ChecksumSHA256',
    'ExpectedBucketOwner',
    'IfNoneMatch',
    'ObjectLockMode',
    'ObjectLockRetainUntilDate',
  ],
  handle: async (input, { state, files, clock }, call) => {
    const { Key: key = '', ChecksumCRC32, ChecksumSHA256, IfNoneMatch } = input;
    const body = (input.Body ?? new Uint8Array()) as Uint8Array;
    const sha256 = await files.put(body);
    if (ChecksumSHA256 !== undefined && ChecksumSHA256 !== base64(sha256))
      throw badDigest('SHA256');
    if (ChecksumCRC32 !== undefined && ChecksumCRC32 !== crc32Of(body)) throw badDigest('CRC32');
    const bucket = openBucket(state, input, call);
    if (IfNoneMatch === '*' && currentVersion(bucket, key)?.content) throw alreadyThere();
    const now = clock.now();
    const retention = retentionOf(bucket, input, now);
    const version: ObjectVersion = {
      key,
      id: bucket.versioning?.status === 'Enabled' ? randomUUID().replaceAll('-', '') : 'null',
      at: new Date(now).toISOString(),
      content: { sha256, bytes: body.length, type: input.ContentType ?? 'binary/octet-stream' },
      ...(retention && { retention }),
    };
    const others = (bucket.objects ?? []).filter((one) => one.key !== key || one.id !== 'null');
    bucket.objects = [...(version.id === 'null' ? others : (bucket.objects ?? [])), version];
    call.effect(`arn:aws:s3:::${bucket.name}/${key}`, []);
    return {
      ETag: eTagOf(sha256),
      ChecksumSHA256: base64(sha256),
      ...(version.id !== 'null' && { VersionId: version.id }),
    };
  },
});

function crc32Of(body: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

function retentionOf(
  { objectLock }: BucketRecord,
  input: PutObjectRequest,
  now: number,
): ObjectVersion['retention'] {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = input;
  if (mode === undefined && until === undefined) {
    if (!objectLock) return undefined;
    const ends = new Date(now + objectLock.days * DAY_MS);
    return { mode: objectLock.mode, until: ends.toISOString() };
  }
  if (!objectLock) throw invalidRequest('Bucket is missing Object Lock Configuration');
  if (mode === undefined || until === undefined) {
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  if (input.ChecksumAlgorithm === undefined) {
    throw invalidRequest(
      'Content-MD5 or x-amz-sdk-checksum-algorithm header required to upload an object with a retention period configured using Object Lock',
    );
  }
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') {
    throw invalidArgument('Unknown wormMode directive.');
  }
  if (until.getTime() <= now) {
    throw invalidArgument('The retain until date must be in the future!');
  }
  return { mode, until: until.toISOString() };
}
