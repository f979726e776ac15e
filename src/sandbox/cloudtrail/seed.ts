import type { Instant } from '../../core/ports.ts';
import type { CloudTrailState } from './cloudtrail-state.ts';

/** The bucket of the first day's trail; another account's than the trail's own. */
export const TRAIL_BUCKET = 'shop-organization-trail';

/** Short, so that a drill need not wait for minutes as with AWS. */
const DELAY_MS = 1000;

/** CloudTrail on the first day: one trail of the organization, as a review wants it. */
export function seedCloudTrail(account: string, homeRegion: string, now: Instant): CloudTrailState {
  return {
    trails: [
      {
        name: 'organization',
        account,
        homeRegion,
        bucket: TRAIL_BUCKET,
        isMultiRegion: true,
        isOrganizationTrail: true,
        includesGlobalServices: true,
        validatesLogFiles: true,
        isLogging: true,
        startedAt: now,
      },
    ],
    delayMs: DELAY_MS,
    events: [],
  };
}
