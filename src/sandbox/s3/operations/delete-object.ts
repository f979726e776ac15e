import { randomUUID } from 'node:crypto';
import {
  DeleteObject$,
  type DeleteObjectOutput,
  type DeleteObjectRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../wire/service.ts';
import { openBucket } from '../find-object.ts';
import { accessDenied, protectedByLock } from '../s3-error.ts';
import type { BucketRecord } from '../s3-state.ts';
import type { Objects } from './object-facts.ts';

/** Without a version it only marks the object as deleted; a version that is locked does not go. */
export const deleteObject = operation<DeleteObjectRequest, DeleteObjectOutput, Objects>({
  schema: DeleteObject$,
  mutating: true,
  honours: ['Bucket', 'Key', 'VersionId', 'BypassGovernanceRetention', 'ExpectedBucketOwner'],
  handle: (input, { state, clock }, call) => {
    const bucket = openBucket(state, input, call);
    if (bucket.owner !== call.caller.account) throw accessDenied();
    const { Key: key = '', VersionId } = input;
    const { objects = [], versioning } = bucket;
    call.effect(`arn:aws:s3:::${bucket.name}/${key}`, []);
    if (VersionId === undefined && versioning?.status === 'Enabled') {
      const marker = { key, id: randomUUID().replaceAll('-', ''), at: instant(clock.now()) };
      bucket.objects = [...objects, marker];
      return { DeleteMarker: true, VersionId: marker.id };
    }
    const id = VersionId ?? 'null';
    const version = objects.find((one) => one.key === key && one.id === id);
    if (version && isLocked(version, input.BypassGovernanceRetention === true, clock.now())) {
      throw protectedByLock();
    }
    bucket.objects = objects.filter((one) => one !== version);
    return VersionId === undefined ? {} : { VersionId };
  },
});

/** Nobody gets round compliance; whoever may can get round governance. */
function isLocked(
  { retention }: NonNullable<BucketRecord['objects']>[number],
  bypass: boolean,
  now: number,
): boolean {
  if (!retention || Date.parse(retention.until) <= now) return false;
  return retention.mode === 'COMPLIANCE' || !bypass;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
