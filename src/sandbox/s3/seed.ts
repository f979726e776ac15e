import type { Instant } from '../../core/ports.ts';
import { TRAIL_BUCKET } from '../cloudtrail/seed.ts';
import { SANDBOX_MEMBER } from '../organizations/seed.ts';
import type { S3State } from './s3-state.ts';

/** Buckets on the first day: the trail's, out of reach of the accounts that it watches, and one of production's own. */
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
