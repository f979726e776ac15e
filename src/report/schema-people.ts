import { z } from 'zod';
import { count, instant, ms, text } from './schema-subject.ts';

// What people were asked, and what they said.

export const person = z
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

/** What somebody can do in a run. */
const DEEDS = [
  'started',
  'answered',
  'approved',
  'declined',
  'skipped',
  'decided',
  'noted',
  'aborted',
  'refused',
] as const;

const acted = z
  .strictObject({
    name: text,
    identity: z.enum(['aws', 'os']),
    arn: text.nullable(),
    hosts: z.array(text).describe('On which machines it was typed.'),
    did: z.array(
      z.strictObject({
        what: z.enum(DEEDS).describe('`refused`: it was tried, and the run did not take it.'),
        role: text.nullable().describe('In which a task was answered.'),
        times: count,
      }),
    ),
    firstAt: instant,
    lastAt: instant,
  })
  .describe('One identity, and what was done as it.');

export const participant = z.strictObject({
  name: text.describe('As the drill calls them; of others the name of their user.'),
  declared: z.boolean().describe('False: acted, and the drill does not name them.'),
  roles: z.array(text).describe('By the drill.'),
  identities: z.array(text).describe('OS users and patterns of ARNs, by the drill.'),
  acted: z.array(acted).describe('Empty: did nothing in this run.'),
});

export const approval = z.strictObject({
  at: instant,
  step: text,
  title: text.describe('To what.'),
  who: person,
  comment: text.nullable(),
});
