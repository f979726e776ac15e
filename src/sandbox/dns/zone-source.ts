import type { ServedZone } from '../route53/route53-state.ts';

/** What name servers answer from. */
export interface ZoneSource {
  zones(): readonly ServedZone[];
  /** By the id of a health check. */
  isHealthy(healthCheck: string): boolean;
}
