import { z } from 'zod';
import type { Instant } from '../../core/ports.ts';

export const OUTAGE_KINDS = ['region', 'az'] as const;

export const outageRequest = z.strictObject({
  kind: z.enum(OUTAGE_KINDS),
  /** e.g. `ap-northeast-1`, or `ap-northeast-1a` for an Availability Zone. */
  name: z.string().min(1),
});

/** What is asked for. */
export type OutageRequest = z.infer<typeof outageRequest>;

/** A Region or an Availability Zone without power: servers in it are dead, a Region's endpoints do not answer. */
export interface Outage extends OutageRequest {
  readonly since: Instant;
}
