import { z } from 'zod';
import { ROOT_TROUBLES } from '../core/drill.ts';
import { method, reason } from './schema-reason.ts';

// The parts of a report that say what was tested, by whom, and what came out.

export const ms = z.number().describe('Milliseconds.');
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
  .describe('UTC, RFC 3339.');
export const count = z.int().min(0);
export const text = z.string();
export const translations = z
  .strictObject({ ja: text.exactOptional() })
  .readonly()
  .nullable()
  .describe('The text before it in other languages; null: in English, or as typed, alone.');

const verdictWord = z.enum(['met', 'missed', 'unproven']);
const provedWord = z.enum(['met', 'missed', 'unproven', 'tabletop']);
export const waitsOn = z.enum(['aws', 'people', 'tool']);
export const milestoneId = z.enum(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);

export const failure = z
  .strictObject({
    code: text,
    message: text,
    class: z.enum(['input', 'environment', 'credentials', 'safety', 'people', 'cancelled', 'bug']),
  })
  .describe('What went wrong, and who or what must act on it.');

const measuredBy = method.nullable().describe('null: an older journal, or never judged.');

const measure = z.strictObject({
  objectiveMs: ms,
  actualMs: ms.nullable().describe('null: not measured.'),
  errorMs: ms.nullable().describe('The actual value may be smaller by at most this.'),
  marginMs: ms.nullable().describe('Objective minus actual; negative when missed.'),
  result: verdictWord,
  method: text.nullable().describe('null: the run was never judged.'),
  measuredBy,
  bounds: z
    .array(z.strictObject({ source: text, ms }))
    .describe('What metadata alone allows to say: a bound, never a measurement.'),
});

const notApplicable = z
  .strictObject({
    result: z.literal('not-applicable'),
    method: text.describe('Why not.'),
    measuredBy,
  })
  .describe('Nothing that it could be measured of; neither kept nor missed.');

export const result = z.strictObject({
  overall: z
    .enum(['pass', 'pass-with-conditions', 'fail', 'aborted', 'incomplete'])
    .describe('For a reader who wants one word. Incomplete never counts as passed.'),
  status: z
    .enum(['completed', 'failed', 'aborted', 'interrupted'])
    .describe('How the run ended. `interrupted`: the journal has no end.'),
  verdict: provedWord.describe('What the run proved. Unknown is never met.'),
  judged: z.boolean().describe('False when the journal holds no verdict.'),
  reasons: z.array(text).describe('Why the verdict is not met.'),
  because: z
    .array(reason)
    .readonly()
    .nullable()
    .describe('The same reasons as data, in the same order; null: an older journal.'),
  failure: failure.nullable(),
  rto: measure,
  rpo: z.discriminatedUnion('result', [measure, notApplicable]),
  checks: z
    .strictObject({ declared: count, passed: count, failed: count, unproven: count })
    .describe('Checks of data, and findings of the account that were required.'),
});

export const test = z.strictObject({
  type: z.enum(['restore', 'failover', 'root-recovery']).nullable().describe('null: not recorded.'),
  mode: z
    .enum(['rehearsal', 'tabletop', 'sandbox-production', 'live'])
    .describe(
      '`rehearsal`: isolated from production; `sandbox-production`: the production of the sandbox was changed; `live`: production was changed.',
    ),
  live: z
    .strictObject({
      workload: text.describe('The name that the operator had to give.'),
      by: text.describe('Operating-system user.'),
      how: z.enum(['typed', 'flag']).describe('Typed at a terminal, or given with `--confirm`.'),
    })
    .nullable()
    .describe('Who confirmed that production would be changed; null: nobody had to.'),
  real: z.boolean().describe('False: in the sandbox, an embedded cloud that is not AWS.'),
  scenario: z.strictObject({
    kind: z.enum([
      'accidental-data-loss',
      'instance-failure',
      'az-failure',
      'region-failure',
      'root-access-loss',
      'root-compromise',
    ]),
    description: text,
    descriptions: translations,
    injected: z.boolean().describe('The run did the damage itself.'),
    outage: z
      .strictObject({ kind: z.enum(['region', 'az']), name: text })
      .nullable()
      .describe('What was taken down at T0.'),
    root: z.enum(ROOT_TROUBLES).nullable().describe('What happened to the root user at T0.'),
    impactAt: instant.nullable().describe('Declared T0.'),
    detectedAfterMs: ms.nullable().describe('Declared time from impact to detection.'),
  }),
});

export const workload = z.strictObject({
  drill: text,
  title: text,
  titles: translations,
  environment: text,
  environmentKind: z.enum(['sandbox', 'aws']),
  accountId: text,
  region: text,
  endpointUrl: text.nullable(),
  database: z
    .strictObject({ engine: text, name: text, user: text })
    .nullable()
    .describe('null: no data is recovered.'),
  parameters: z.record(text, z.unknown()),
  resources: z.array(text).describe('Everything that the run named as its own: `type id`.'),
});

export const criteria = z.strictObject({
  rtoMs: ms,
  rpoMs: ms.nullable().describe('null: not applicable, no data is recovered.'),
  checks: z.array(z.strictObject({ id: text, kind: text })),
  hash: text.describe('SHA-256 of objectives and checks.'),
  fixedAt: instant.describe('Before the first step.'),
});

export const processIdentity = z.strictObject({
  at: instant,
  pid: count,
  host: text,
  operator: text.describe('Operating-system user.'),
  boot: text,
  tool: text,
  node: text,
  utcOffset: z.int().describe('Minutes that local time is ahead of UTC.'),
});
