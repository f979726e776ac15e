import { z } from 'zod';
import { count, instant, ms, text } from './schema-subject.ts';

// What people were asked, and what they said.

const person = z
  .strictObject({
    name: text,
    identity: z.enum(['aws', 'os']).describe('Who says so: AWS, or the machine it was typed on.'),
    arn: text.nullable(),
    host: text,
    via: z.enum(['screen', 'command']),
  })
  .describe('Who did it, and how that is known.');

const file = z
  .strictObject({ path: text.describe('In the folder of the run.'), sha256: text, bytes: count })
  .describe('A file that is kept beside the journal.');

export const task = z
  .strictObject({
    step: text,
    title: text,
    action: text,
    role: text,
    link: text.nullable(),
    waitsOn: z.enum(['aws', 'people', 'tool']),
    status: z.enum(['open', 'answered', 'declined', 'skipped', 'overdue', 'cancelled']),
    openedAt: instant,
    deadline: instant,
    waitedMs: ms.nullable().describe('null: nobody has answered.'),
    answers: z.array(
      z.strictObject({
        at: instant,
        who: person,
        kind: z.enum(['answer', 'decline', 'skip']),
        value: z.union([z.string(), z.number()]).nullable(),
        comment: text.nullable(),
        file: file.nullable(),
      }),
    ),
  })
  .describe('What a person was asked to do or to decide. What was skipped is not passed.');

export const note = z
  .strictObject({ at: instant, who: person, text: z.string(), file: file.nullable() })
  .describe('What somebody has written down while the run went on.');
