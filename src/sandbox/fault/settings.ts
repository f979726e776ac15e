import { z } from 'zod';

export const settingsRequest = z.strictObject({
  /** How long after a call CloudTrail shows its event, in ms. */
  eventDelayMs: z.int().min(0).max(3_600_000),
});

/** What can be set while the sandbox runs. */
export type Settings = z.infer<typeof settingsRequest>;
