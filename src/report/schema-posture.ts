import { z } from 'zod';
import { instant, text } from './schema-subject.ts';

// How an account was found before and after a recovery.

const POSTURE_OUTCOMES = ['pass', 'fail', 'not-applicable', 'unknown', 'attested'] as const;

const look = z
  .strictObject({
    outcome: z
      .enum(POSTURE_OUTCOMES)
      .describe('`unknown` is never a pass; `attested`: a person vouches for it.'),
    reason: text,
    observed: text.nullable().describe('In the words of AWS; null: nothing was read.'),
    call: text,
    field: text,
    at: instant.describe('When AWS answered.'),
  })
  .nullable()
  .describe('null: nobody looked at that time.');

const finding = z.strictObject({
  id: text,
  title: text,
  requirement: text.nullable().describe('Of the FTR.'),
  required: z.boolean().describe('It has to be good after the recovery; the verdict counts it.'),
  before: look,
  during: look,
  after: look,
});

export const posture = z
  .strictObject({
    account: text,
    findings: z
      .array(finding)
      .describe('What fails comes first, then what is not known; by the newest look.'),
    changes: z
      .array(
        z.strictObject({
          id: text,
          kind: z.enum(['better', 'worse', 'learned', 'lost', 'changed']),
          text,
        }),
      )
      .describe('What is not as it was before the recovery.'),
  })
  .describe('How one account stands: its root user, its contacts, its trail.');
