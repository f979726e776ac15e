import { z } from 'zod';
import { person } from './schema-people.ts';
import { instant, text } from './schema-subject.ts';

// What is left after a run, and what earlier runs had left.

export const severity = z.enum(['high', 'medium', 'low']);

/** What people have decided about something that is to be settled. */
export const settlement = {
  owner: text.nullable().describe('null: nobody’s yet.'),
  dueDate: text.nullable().describe('A day, `2027-01-31`.'),
  ticket: text.nullable(),
  resolution: z
    .enum(['fix', 'new-objective'])
    .nullable()
    .describe('Whether the cause is mended or the objective changed; null: not decided.'),
  comment: text.nullable(),
};

const seenIn = z.strictObject({ run: text, at: instant });

export const earlierFollowUp = z
  .strictObject({
    issue: text.describe('Kind and subject, e.g. `check-failed:orders`.'),
    severity,
    detail: text.nullable(),
    since: seenIn,
    last: seenIn,
    ...settlement,
    outcome: z
      .enum(['settled', 'seen-again', 'open'])
      .describe('`settled`: this run has passed and shows that it is well now.'),
  })
  .describe('What was to follow up before this run, and what this run says of it.');

export const lesson = z.strictObject({ at: instant, who: person, text });
