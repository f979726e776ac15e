import type { HeadObjectOutput } from '@aws-sdk/client-s3';
import type { Clock } from '../../../core/ports.ts';
import type { ObjectFiles } from '../object-files.ts';
import type { ObjectVersion, S3State } from '../s3-state.ts';

/** What operations on objects work on. */
export interface Objects {
  readonly state: S3State;
  readonly files: ObjectFiles;
  readonly clock: Pick<Clock, 'now'>;
}

export function base64(sha256: string): string {
  return Buffer.from(sha256, 'hex').toString('base64');
}

/** AWS promises no more of it than that it changes with the content. */
export function eTagOf(sha256: string): string {
  return `"${sha256.slice(0, 32)}"`;
}

/** What is told of a version beside its content. */
export function factsOf(
  { id, at, content, retention }: ObjectVersion & Required<Pick<ObjectVersion, 'content'>>,
  withChecksum: boolean,
) {
  return {
    ContentLength: content.bytes,
    ContentType: content.type,
    ETag: eTagOf(content.sha256),
    LastModified: new Date(at),
    ...(id !== 'null' && { VersionId: id }),
    ...(withChecksum && {
      ChecksumSHA256: base64(content.sha256),
    }),
    ...(retention && {
      ObjectLockMode: retention.mode,
      ObjectLockRetainUntilDate: new Date(retention.until),
    }),
  } satisfies HeadObjectOutput;
}
