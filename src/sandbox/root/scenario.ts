import { z } from 'zod';

/**
 * What has happened to a root user.
 * - `normal`: nothing; everything is as on the first day
 * - `lost-password`: nobody knows the password
 * - `lost-mfa`: nobody has the MFA devices any more
 * - `mfa-out-of-sync`: the clock of the MFA device has gone slow, so that AWS takes none of its codes
 * - `compromised`: a stranger has changed the password, added an MFA device, an access key and a signing certificate,
 *   put another phone into the contact information and removed the security contact
 * - `lost-mailbox`: nobody reads the mail to the root user's address
 */
export const SCENARIOS = [
  'normal',
  'lost-password',
  'lost-mfa',
  'mfa-out-of-sync',
  'compromised',
  'lost-mailbox',
] as const;

export type Scenario = (typeof SCENARIOS)[number];

export const scenarioRequest = z.strictObject({
  /** The number of the management account or of a member. */
  account: z.string(),
  scenario: z.enum(SCENARIOS),
});

/** What is asked for. */
export type ScenarioRequest = z.infer<typeof scenarioRequest>;
