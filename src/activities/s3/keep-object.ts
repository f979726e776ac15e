import { createHash } from 'node:crypto';
import type { HeadObjectOutput, S3 } from '@aws-sdk/client-s3';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Instant } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { bucketCall, type OwnedBucket } from './bucket-call.ts';
import { demandLock } from './demand-lock.ts';

/** How long nobody can delete an object. */
export interface Retention {
  /** `governance`: whoever may bypass it can; `compliance`: nobody can, and nobody can take that back. */
  readonly mode: 'governance' | 'compliance';
  readonly until: Instant;
}

export interface ObjectToKeep {
  readonly bucket: OwnedBucket;
  readonly key: string;
  readonly content: Buffer;
  /** @default the bucket's own */
  readonly retention?: Retention;
  /** Put another version over an object that holds something else, or is kept for a shorter time. */
  readonly force: boolean;
}

/** An object that was seen to be kept. */
export interface KeptObject {
  readonly version: string;
  readonly retention: Retention;
  /** False: the same was there already. */
  readonly isNew: boolean;
}

export type KeepingS3 = Pick<
  S3,
  'getBucketVersioning' | 'getObjectLockConfiguration' | 'putObject' | 'headObject' | 'getObject'
>;

/**
 * Puts an object where nobody can delete it, and proves that it is there: reads it back and asks how long it is kept.
 * @throws KunrenError `BUCKET_NOT_LOCKED`, `RETENTION_MISSING`, `BUCKET_DENIED`, `OBJECT_DIFFERS`, `UPLOAD_UNPROVEN`, and
 * what AWS answers
 */
export async function keepObject(
  s3: KeepingS3,
  wanted: ObjectToKeep,
  clock: Pick<Clock, 'sleep' | 'now'>,
): Promise<KeptObject> {
  const { bucket, retention } = wanted;
  await demandLock(s3, bucket, retention !== undefined, clock);
  const put = await putOnce(s3, wanted, clock);
  const kept = await proveRetention(s3, wanted, put, clock);
  const isNew = put !== undefined;
  await proveContent(s3, wanted, kept.version, isNew, clock);
  return { ...kept, isNew };
}

function placeOf({ bucket, key }: ObjectToKeep) {
  return { Bucket: bucket.name, Key: key, ExpectedBucketOwner: bucket.owner };
}

/** @returns its version; `undefined` where an object of that key was there, be it by an earlier try */
async function putOnce(
  s3: KeepingS3,
  wanted: ObjectToKeep,
  clock: Pick<Clock, 'sleep'>,
): Promise<string | undefined> {
  const { bucket, content, retention, force } = wanted;
  const request = {
    ...placeOf(wanted),
    Body: content,
    ContentType: 'application/zip',
    ChecksumAlgorithm: 'SHA256' as const,
    ChecksumSHA256: sha256(content).toString('base64'),
    ...(!force && { IfNoneMatch: '*' }),
    ...(retention && {
      ObjectLockMode: LOCK_MODES[retention.mode],
      ObjectLockRetainUntilDate: new Date(retention.until),
    }),
  };
  const action = retention ? 's3:PutObject and s3:PutObjectRetention' : 's3:PutObject';
  try {
    const { VersionId } = await bucketCall(clock, bucket, action, () => s3.putObject(request));
    if (VersionId === undefined) throw unproven(wanted, 'S3 names no version of it');
    return VersionId;
  } catch (error) {
    if (failedWith(error, 'PRECONDITION_FAILED')) return undefined;
    throw error;
  }
}

async function proveContent(
  s3: KeepingS3,
  wanted: ObjectToKeep,
  VersionId: string,
  isNew: boolean,
  clock: Pick<Clock, 'sleep'>,
): Promise<void> {
  const found = await bucketCall(
    clock,
    wanted.bucket,
    's3:GetObject and s3:GetObjectVersion',
    async () => {
      const { Body } = await s3.getObject({ ...placeOf(wanted), VersionId });
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
  );
  if (sha256(found).equals(sha256(wanted.content))) return;
  if (isNew) throw unproven(wanted, 'what is read back is something else');
  throw differs(wanted, 'it holds something else');
}

async function proveRetention(
  s3: KeepingS3,
  wanted: ObjectToKeep,
  put: string | undefined,
  clock: Pick<Clock, 'sleep' | 'now'>,
): Promise<Pick<KeptObject, 'version' | 'retention'>> {
  const action = 's3:GetObject, s3:GetObjectVersion and s3:GetObjectRetention';
  const found = await bucketCall(clock, wanted.bucket, action, () =>
    s3.headObject({ ...placeOf(wanted), ...(put !== undefined && { VersionId: put }) }),
  );
  const { VersionId: version } = found;
  if (version === undefined) throw unproven(wanted, 'S3 names no version of it');
  const retention = readRetention(found);
  const isKept = retention && Date.parse(retention.until) > clock.now();
  if (isKept && isEnough(retention, wanted.retention)) return { version, retention };
  const told = retention
    ? `it is kept until ${retention.until} (${retention.mode})`
    : 'S3 does not say that it is kept: it is not, or the caller may not do s3:GetObjectRetention';
  throw put === undefined ? differs(wanted, told) : unproven(wanted, told);
}

const LOCK_MODES = { governance: 'GOVERNANCE', compliance: 'COMPLIANCE' } as const;

/** S3 tells it only to who may read it. */
function readRetention({
  ObjectLockMode: mode,
  ObjectLockRetainUntilDate: date,
}: HeadObjectOutput): Retention | undefined {
  if (date === undefined) return undefined;
  const until = date.toISOString();
  if (mode === LOCK_MODES.compliance) return { mode: 'compliance', until };
  return mode === LOCK_MODES.governance ? { mode: 'governance', until } : undefined;
}

/** S3 keeps whole seconds. */
const SECOND_MS = 1000;

function isEnough(kept: Retention, wanted: Retention | undefined): boolean {
  if (!wanted) return true;
  if (wanted.mode === 'compliance' && kept.mode !== 'compliance') return false;
  return Date.parse(kept.until) > Date.parse(wanted.until) - SECOND_MS;
}

function sha256(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

function unproven({ bucket, key }: ObjectToKeep, why: string): KunrenError {
  return new KunrenError({
    code: 'UPLOAD_UNPROVEN',
    message: `s3://${bucket.name}/${key} was uploaded, but ${why}.`,
    class: 'safety',
  });
}

function differs({ bucket, key }: ObjectToKeep, how: string): KunrenError {
  return new KunrenError({
    code: 'OBJECT_DIFFERS',
    message: `s3://${bucket.name}/${key} is there already, but ${how}. Nothing was uploaded.`,
    class: 'input',
  });
}
