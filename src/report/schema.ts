import { z } from 'zod';
import { LANGUAGES } from '../core/translations.ts';
import { earlierFollowUp, lesson } from './schema-afterwards.ts';
import { architecture } from './schema-architecture.ts';
import { dataVolume, declaration, deviation, document, trigger } from './schema-context.ts';
import { decision, failback, lostWrites, outage } from './schema-failover.ts';
import { approval, note, participant, task } from './schema-people.ts';
import { posture } from './schema-posture.ts';
import {
  call,
  check,
  cleanUp,
  incident,
  issue,
  milestone,
  notTested,
  requirement,
  step,
  timeline,
} from './schema-record.ts';
import { signOff } from './schema-sign-off.ts';
import {
  count,
  criteria,
  instant,
  ms,
  processIdentity,
  result,
  test,
  text,
  translations,
  workload,
} from './schema-subject.ts';

/** The version of the report's format; it grows when a reader of the old one would misread the new one. */
const REPORT_SCHEMA_VERSION = 1;

/** The report as data. Everything in it comes from the journal; what the journal lacks is `null` and named in `missing`. */
export const reportSchema = z
  .strictObject({
    watermark: text.nullable().describe('null: a run against AWS.'),
    schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
    reportId: text.describe('Run and the first characters of the head hash.'),
    run: text,
    lang: z.enum(LANGUAGES).describe('Of every text that is not kept as it was typed or returned.'),
    redaction: z
      .strictObject({ accounts: count, addresses: count })
      .nullable()
      .describe('How many account ids and e-mail addresses are masked; null: nothing is.'),
    zone: text.describe('IANA name of the zone in which instants are shown beside UTC.'),
    openedAt: instant,
    lastAt: instant,
    finishedAt: instant.nullable(),
    durationMs: ms,
    result,
    test,
    trigger,
    document,
    workload,
    dataVolume: dataVolume.nullable().describe('null: no data is recovered.'),
    criteria: criteria.extend({ declared: declaration.nullable() }),
    runbook: z.strictObject({
      id: text,
      title: text,
      titles: translations,
      version: text,
      hash: text,
    }),
    tool: z.strictObject({ name: text, versions: z.array(text), node: z.array(text) }),
    people: z.strictObject({
      operators: z.array(text).describe('Operating-system users of the processes.'),
      anybody: z.boolean().describe('The drill declares nobody, so anybody could act in any role.'),
      participants: z.array(participant),
      approvals: z.array(approval),
      signOffs: z.array(signOff).describe('In their order; empty: nobody has signed.'),
    }),
    processes: z.array(processIdentity),
    timeline,
    milestones: z.array(milestone),
    outage: outage.nullable().describe('null: no log of a client was read.'),
    lostWrites: lostWrites.nullable().describe('null: nobody compared.'),
    failback: failback.nullable().describe('null: the run has not failed back.'),
    primaryAtEnd: text.nullable().describe('As the runbook found it; null: not said.'),
    decisions: z.array(decision),
    tasks: z.array(task),
    notes: z.array(note),
    steps: z.array(step),
    checks: z.array(check),
    architecture: architecture.nullable().describe('null: nobody looked.'),
    posture: z.array(posture).describe('One entry for each account; empty: nobody looked.'),
    cleanUp,
    calls: z.array(call),
    facts: z.array(z.strictObject({ label: text, value: text })),
    commands: z.array(
      z.strictObject({
        at: instant,
        by: text,
        command: text,
        accepted: z.boolean(),
        reason: text.nullable(),
      }),
    ),
    clockJumps: z.array(z.strictObject({ at: instant, byMs: ms })),
    deviations: z.array(deviation),
    incidents: z.array(incident),
    issues: z.array(issue),
    earlierFollowUps: z.array(earlierFollowUp),
    lessons: z.array(lesson),
    notTested: z.array(notTested),
    requirements: z.array(requirement),
    nextTestDue: instant
      .nullable()
      .describe(
        'By the schedule of the drill; null without one, and where the run was no rehearsal.',
      ),
    missing: z.array(z.strictObject({ field: text, reason: text })),
    journal: z.strictObject({
      format: count,
      records: count,
      headHash: text,
      verify: text.describe('The command that checks the chain and rebuilds the report.'),
      remake: text
        .nullable()
        .describe('The command that makes this copy again; null: it lies with the journal.'),
    }),
  })
  .meta({ id: 'KunrenReport', title: 'Kunren report of a recovery test' });

export type ReportModel = z.infer<typeof reportSchema>;

/** The report's format for everybody else: JSON Schema, draft 2020-12. */
export function reportJsonSchema(): unknown {
  return z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
}
