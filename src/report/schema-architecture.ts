import { z } from 'zod';
import { instant, text } from './schema-subject.ts';

// How what a run exercised was set up.

export const architecture = z
  .strictObject({
    at: instant,
    parts: z.array(
      z.strictObject({
        subject: text.describe('e.g. the name of a DB instance.'),
        kind: text.describe('e.g. `db-instance`.'),
        part: text.describe('Which aspect of it, e.g. `settings`.'),
        found: z.enum(['facts', 'absent', 'unknown']),
        facts: z.array(z.strictObject({ label: text, value: text })),
        why: text.nullable().describe('Why it is unknown.'),
      }),
    ),
  })
  .describe('Before anything was changed: settings, and nothing that grows by itself.');
