import { z } from 'zod';
import { ATTESTABLE, type Drill, invalidParameters } from '../../src/index.ts';

/** What every drill of a root recovery says under `parameters:`. */
export const rootParameters = z.strictObject({
  workload: z
    .string()
    .min(1)
    .describe('Name of the account; whoever starts the recovery live has to type it.'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'It must be twelve digits, in quotes.')
    .describe('Account whose root user is recovered: twelve digits.'),
  domains: z
    .array(z.string().min(1))
    .min(1)
    .describe('Domains that belong to the company; contacts should be there.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'It must be two capital letters, e.g. JP.')
    .exactOptional()
    .describe('Country of the primary contact: two letters.'),
  roleArn: z
    .string()
    .startsWith('arn:')
    .exactOptional()
    .describe(
      "Role by which the account is looked at, where it is not the environment's own. Without it only what a session as its root user may see is known.",
    ),
  externalId: z.string().min(1).exactOptional().describe('Only where that role asks for one.'),
  attested: z
    .array(
      z.strictObject({
        finding: z.enum(ATTESTABLE),
        by: z.string().min(1).describe('Who vouches for it.'),
        at: z.iso.datetime().describe('When, in UTC.'),
        statement: z.string().min(1).exactOptional().describe('In their words.'),
      }),
    )
    .default([])
    .describe(
      'What people vouch for because AWS tells it by no call, e.g. that the address of a contact is a list that several people read.',
    ),
  eventsWithinMinutes: z
    .int()
    .min(0)
    .max(24 * 60)
    .default(20)
    .describe('How long CloudTrail is given to show what people have done; it is late by minutes.'),
});

/** What a drill of `recover-root-member-account` says beside. */
export const memberParameters = rootParameters.extend({
  signInBy: z
    .enum(['people', 'none'])
    .default('people')
    .describe(
      'Whether people sign in as the root user while recovery is allowed. Without them the run shows only that it can be allowed and taken back.',
    ),
});

/** What a drill of `recover-root-lost-mailbox` says beside. */
export const mailboxParameters = rootParameters.extend({
  newEmail: z
    .email()
    .max(64)
    .exactOptional()
    .describe(
      'Address that the root user of a member gets, whose mail the team reads. Without it the run asks for one.',
    ),
});

/** Those of every root recovery, and what a single one has beside. */
export type RootParameters = z.infer<typeof rootParameters> &
  Partial<Pick<z.infer<typeof memberParameters>, 'signInBy'>> &
  Pick<z.infer<typeof mailboxParameters>, 'newEmail'>;

/** @throws KunrenError `PARAMETER_INVALID`, with one issue (path and message) for each problem. */
export function readParameters<Schema extends z.ZodType>(
  { parameters }: Drill,
  schema: Schema,
): z.infer<Schema> {
  const result = schema.safeParse(parameters);
  if (result.success) return result.data;
  throw invalidParameters(result.error.issues);
}
