import { z } from 'zod';
import { person } from './schema-people.ts';
import { instant, text } from './schema-subject.ts';

export const signOff = z
  .strictObject({
    at: instant,
    by: person,
    name: text.describe('As the person wants to be named.'),
    role: text.describe('What the person signs as, in their own words.'),
    decision: z.enum(['accepted', 'accepted-with-conditions', 'rejected']),
    comment: text.nullable().describe('The conditions, or why it is rejected.'),
    report: text.describe('Id of the report that the person had before them.'),
    tookPart: z
      .enum(['not-known', 'too', 'alone'])
      .describe(
        'Whether the same identity took part in the run: not that it is known, as others did, or nobody else did.',
      ),
    keyId: text
      .nullable()
      .describe('SHA-256 of the public key that the person has signed with; null: with none.'),
  })
  .describe('That a person stands for the record, or rejects it. The last one counts.');
