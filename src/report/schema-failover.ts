import { z } from 'zod';
import { count, instant, ms, text, translations } from './schema-subject.ts';

// The parts of a report that only a failover, or a drill with a client, fills.

export const outage = z
  .strictObject({
    source: text.describe('Whose log of requests.'),
    firstFailureAt: instant.nullable().describe('null: no request failed.'),
    lastFailureAt: instant.nullable(),
    recoveredAt: instant.nullable().describe('null: none failed, or requests still fail.'),
    durationMs: ms.nullable().describe('null: no request failed. Not over: so far.'),
    errorMs: ms.describe('It may be longer or shorter by at most this: the time between requests.'),
    sent: count,
    failed: count,
    slices: z
      .array(z.strictObject({ at: instant, offsetMs: ms, ok: count, failed: count }))
      .describe('The log in equal slices of time.'),
  })
  .describe('What users saw.');

export const lostWrites = z
  .strictObject({
    source: text,
    acknowledged: count.describe('Acknowledged writes that were looked for.'),
    lost: count,
    first: z.strictObject({ key: text, at: instant }).nullable().describe('The oldest lost one.'),
    errorMs: ms.describe('Exactness of the instants.'),
  })
  .describe('Writes that a client was told are safe, and that are not there.');

export const failback = z
  .strictObject({ tookMs: ms, errorMs: ms })
  .describe('From T6 to T7: a phase of its own, no part of the RTO.');

export const decision = z
  .strictObject({
    at: instant,
    by: text,
    step: text.describe('The gate at which the run waited.'),
    event: text,
    label: text.nullable().describe('What the answer means; null: the gate offers no choice.'),
    labels: translations,
    choices: count.describe('Between how many answers; 0: not known.'),
    waitedMs: ms.describe('How long the run waited for it.'),
  })
  .describe('An answer that an operator gave at a gate.');
