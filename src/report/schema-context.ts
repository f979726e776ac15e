import { z } from 'zod';
import { count, instant, ms, text, translations } from './schema-subject.ts';

// What stands around a test: why it was made, who asked for it, and how it compares with earlier ones.

export const trigger = z
  .strictObject({
    kind: z
      .enum(['operator', 'schedule', 'change', 'approval'])
      .describe('`operator`: somebody wanted it, and gave no other reason.'),
    occurrence: instant.nullable().describe('The moment of the schedule; the start may be later.'),
    reference: text.nullable().describe('To the change, or to what asks for an approval.'),
  })
  .describe('Why the run was started.');

export const declaration = z
  .strictObject({ by: text.nullable(), on: text.nullable().describe('A day, `2026-11-24`.') })
  .describe('Who has declared the objectives, and when; null: not said.');

const wording = z
  .strictObject({ text, translations })
  .nullable()
  .describe('As the drill says it; null: not said.');

export const document = z
  .strictObject({
    confidentiality: wording.describe('Who may read this report; null: not said.'),
    retention: wording.describe('How long it is kept; null: not said.'),
  })
  .describe('What the drill says of its reports.');

export const dataVolume = z
  .strictObject({
    productionBytes: count.nullable().describe('Size of production, as declared; null: not said.'),
    recoveredBytes: count
      .nullable()
      .describe('Size of the recovered database, by its server; null: not measured.'),
    rows: count
      .nullable()
      .describe('Counted by the checks of the kind `row-count`; null: none has counted.'),
  })
  .describe('How much data was recovered.');

export const usual = z
  .strictObject({
    runs: count.describe('How many earlier runs it is taken from.'),
    p50Ms: ms.describe('Half of them took no longer.'),
    p90Ms: ms.describe('Nine of ten took no longer.'),
  })
  .describe('Of earlier runs of the same drill in the same environment.');

export const deviation = z
  .strictObject({
    at: instant,
    kind: z.enum([
      'task-skipped',
      'task-declined',
      'task-overdue',
      'decided',
      'retried',
      'step-failed',
      'paused',
      'resumed',
      'clock-jumped',
      'aborted',
      'kept',
    ]),
    step: text.nullable(),
    ms: ms.nullable().describe('What it has cost, or the jump of the clock.'),
    detail: text.nullable(),
  })
  .describe(
    'Where the run went another way than the plan, or lost time on the way to recovery. A retry counts where recovery waited for it.',
  );
