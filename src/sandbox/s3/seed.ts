import type { Instant } from '../../core/ports.ts';
import { TRAIL_BUCKET } from '../cloudtrail/seed.ts';
import { SANDBOX_MEMBER } from '../organizations/seed.ts';
import type { S3State } from './s3-state.ts';

/** Where evidence may be kept; another account's than those that are drilled. */
const EVIDENCE_BUCKET = 'kunren-evidence';

/** Buckets on the first day: the trail's and one for evidence, in another account, and one of production's own. */
export function seedS3(managementAccount: string, region: string, now: Instant): S3State {
  return {
    buckets: [
      {
        name: TRAIL_BUCKET,
        owner: SANDBOX_MEMBER,
        readers: [managementAccount],
        region,
        createdAt: now,
        versioning: { status: 'Enabled', mfaDelete: false },
        objectLock: { mode: 'COMPLIANCE', days: 365 },
        blocksPublicAccess: true,
      },
      {
        name: EVIDENCE_BUCKET,
        owner: SANDBOX_MEMBER,
        readers: [managementAccount],
        writers: [managementAccount],
        region,
        createdAt: now,
        versioning: { status: 'Enabled', mfaDelete: false },
        objectLock: { mode: 'GOVERNANCE', days: 365 },
        blocksPublicAccess: true,
        objects: [],
      },
      {
        name: 'shop-exports',
        owner: managementAccount,
        readers: [],
        region,
        createdAt: now,
        blocksPublicAccess: true,
      },
    ],
  };
}
