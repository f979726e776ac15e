import { z } from 'zod';

/** The version of the report's format; it grows when a reader of the old one would misread the new one. */
export const REPORT_SCHEMA_VERSION = 1;

const ms = z.number().describe('Milliseconds.');
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
  .describe('UTC, RFC 3339.');
const count = z.int().min(0);
const text = z.string();

const verdictWord = z.enum(['met', 'missed', 'unproven']);
const waitsOn = z.enum(['aws', 'people', 'tool']);
const milestoneId = z.enum(['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7']);

const failure = z
  .strictObject({
    code: text,
    message: text,
    class: z.enum(['input', 'environment', 'credentials', 'safety', 'cancelled', 'bug']),
  })
  .describe('What went wrong, and who or what must act on it.');

const measure = z.strictObject({
  objectiveMs: ms,
  actualMs: ms.nullable().describe('null: not measured.'),
  errorMs: ms.nullable().describe('The actual value may be smaller by at most this.'),
  marginMs: ms.nullable().describe('Objective minus actual; negative when missed.'),
  result: verdictWord,
  method: text.nullable().describe('null: the run was never judged.'),
  bounds: z
    .array(z.strictObject({ source: text, ms }))
    .describe('What metadata alone allows to say: a bound, never a measurement.'),
});

const result = z.strictObject({
  overall: z
    .enum(['pass', 'pass-with-conditions', 'fail', 'aborted', 'incomplete'])
    .describe('For a reader who wants one word. Incomplete never counts as passed.'),
  status: z
    .enum(['completed', 'failed', 'aborted', 'interrupted'])
    .describe('How the run ended. `interrupted`: the journal has no end.'),
  verdict: verdictWord.describe('What the run proved. Unknown is never met.'),
  judged: z.boolean().describe('False when the journal holds no verdict.'),
  reasons: z.array(text).describe('Why the verdict is not met.'),
  failure: failure.nullable(),
  rto: measure,
  rpo: measure,
  checks: z.strictObject({
    declared: count,
    passed: count,
    failed: count,
    unproven: count,
  }),
});

const test = z.strictObject({
  type: z.enum(['restore', 'failover']).nullable().describe('null: not recorded.'),
  mode: z.enum(['rehearsal']).describe('Isolated from production.'),
  real: z.boolean().describe('False: in the sandbox, an embedded cloud that is not AWS.'),
  scenario: z.strictObject({
    kind: z.enum(['accidental-data-loss', 'instance-failure', 'az-failure', 'region-failure']),
    description: text,
    injected: z.boolean().describe('The run did the damage itself.'),
    impactAt: instant.nullable().describe('Declared T0.'),
    detectedAfterMs: ms.nullable().describe('Declared time from impact to detection.'),
  }),
});

const workload = z.strictObject({
  drill: text,
  title: text,
  environment: text,
  environmentKind: z.enum(['sandbox', 'aws']),
  accountId: text,
  region: text,
  endpointUrl: text.nullable(),
  database: z.strictObject({ engine: text, name: text, user: text }),
  parameters: z.record(text, z.unknown()),
  resources: z.array(text).describe('Everything that the run named as its own: `type id`.'),
});

const criteria = z.strictObject({
  rtoMs: ms,
  rpoMs: ms,
  checks: z.array(z.strictObject({ id: text, kind: text })),
  hash: text.describe('SHA-256 of objectives and checks.'),
  fixedAt: instant.describe('Before the first step.'),
});

const processIdentity = z.strictObject({
  at: instant,
  pid: count,
  host: text,
  operator: text.describe('Operating-system user.'),
  boot: text,
  tool: text,
  node: text,
  utcOffset: z.int().describe('Minutes that local time is ahead of UTC.'),
});

const milestone = z.strictObject({
  id: milestoneId,
  name: text,
  instant: instant.nullable().describe('null: not reached, or not part of this runbook.'),
  source: z.enum(['measured', 'declared']).nullable(),
  errorMs: ms.nullable().describe('The true instant may be earlier by at most this.'),
  offsetMs: ms.nullable().describe('Since the origin of the timeline.'),
  note: text.nullable(),
});

const span = z.strictObject({
  startMs: ms,
  endMs: ms,
  open: z.boolean().describe('Not ended when the journal ended.'),
});

const step = z.strictObject({
  id: text,
  title: text,
  activity: text.nullable(),
  kind: z.enum(['probe', 'mutation', 'gate']),
  actor: z.enum(['automation', 'people']),
  waitsOn,
  status: z.enum(['pending', 'running', 'done', 'failed', 'cancelled', 'skipped']),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  durationMs: ms.nullable(),
  errorMs: ms.describe('The poll interval that bounded the end.'),
  pausedMs: ms,
  attempts: count,
  polls: count,
  adopted: z.boolean().describe('The effect of an earlier attempt was found and taken over.'),
  retries: z.array(
    z.strictObject({
      at: instant,
      attempt: count,
      phase: z.enum(['start', 'poll', 'adopt', 'undo']),
      failure,
      retryAt: instant.nullable(),
    }),
  ),
  failure: failure.nullable(),
  calls: count,
  mutatingCalls: count,
  spans: z.array(span).describe('Where it stands in the timeline.'),
  critical: z.boolean().describe('Part of the critical path.'),
  input: z.unknown(),
  output: z.unknown(),
});

const criticalPath = z.strictObject({
  from: milestoneId,
  to: milestoneId.nullable().describe('null: never reached; the path so far.'),
  totalMs: ms,
  segments: z.array(
    z.strictObject({
      step: text.nullable().describe('null: no step of the run.'),
      kind: z.enum(['step', 'before-run', 'between-steps']),
      waitsOn: waitsOn.nullable(),
      startMs: ms,
      endMs: ms,
      pausedMs: ms,
    }),
  ),
  waited: z
    .strictObject({ awsMs: ms, peopleMs: ms, toolMs: ms, beforeRunMs: ms })
    .describe('The parts add up to the total.'),
});

const timeline = z.strictObject({
  origin: z.enum(['T0', 'start']).describe('What offset 0 stands for.'),
  originAt: instant,
  endMs: ms.describe('Of the newest record.'),
  away: z.array(span).describe('Times at which no process drove the run.'),
  criticalPath: criticalPath.nullable().describe('null: there is no T0.'),
  waited: z
    .strictObject({ awsMs: ms, peopleMs: ms, toolMs: ms })
    .describe('Over the whole run; steps side by side both count.'),
});

const check = z.strictObject({
  id: text,
  kind: text,
  title: text.nullable(),
  expected: text.nullable(),
  observed: text.nullable().describe('null: not carried out.'),
  outcome: z.enum(['passed', 'failed', 'unproven']),
  reason: text.nullable(),
  startedAt: instant.nullable(),
  durationMs: ms.nullable(),
  rows: count.nullable(),
  newest: z.strictObject({ instant, errorMs: ms }).nullable(),
});

const resource = z.strictObject({
  type: text,
  id: text,
  region: text,
  madeBy: text,
  status: z.enum(['intended', 'made', 'released', 'kept', 'leaked']),
  at: instant,
  proof: z
    .strictObject({ call: text, observed: text, requestId: text.nullable() })
    .nullable()
    .describe('Seen by a describe after the deletion.'),
  failure: failure.nullable(),
});

const cleanUp = z.strictObject({
  outcome: z
    .enum(['proven', 'nothing-made', 'kept', 'leaked', 'not-finished'])
    .describe('`proven`: everything that was made was seen to be gone.'),
  keep: z.boolean().describe('The operator asked to keep what was made.'),
  released: count,
  kept: count,
  leaked: count,
  unsettled: count.describe('Made or intended, and neither removed nor kept.'),
  resources: z.array(resource),
});

const call = z.strictObject({
  at: instant,
  step: text,
  service: text,
  operation: text,
  mutating: z.boolean(),
  region: text,
  requestId: text.nullable().describe('AWS request id, the link to CloudTrail.'),
  httpStatus: z.int().nullable(),
  durationMs: ms,
  error: z.strictObject({ code: text, message: text }).nullable(),
});

const incident = z.strictObject({
  at: instant,
  offsetMs: ms,
  kind: z.enum([
    'retry',
    'step-failed',
    'step-cancelled',
    'paused',
    'unpaused',
    'resumed',
    'clock-jumped',
    'command',
    'command-refused',
    'leaked',
  ]),
  step: text.nullable(),
  ms: ms.nullable().describe('The wait, the absence or the jump.'),
  code: text.nullable(),
  detail: text.nullable(),
});

const issue = z.strictObject({
  severity: z.enum(['high', 'medium', 'low']),
  kind: z.enum([
    'rto-missed',
    'rpo-missed',
    'check-failed',
    'run-failed',
    'run-aborted',
    'run-interrupted',
    'resource-leaked',
    'resource-unsettled',
    'rto-unproven',
    'rpo-unproven',
    'check-unproven',
    'clock-jumped',
    'resource-kept',
  ]),
  subject: text.nullable(),
  detail: text.nullable(),
  owner: z.null(),
  dueDate: z.null(),
  ticket: z.null(),
});

const notTested = z.strictObject({
  kind: z.enum(['check', 'step', 'milestone']),
  id: text,
  title: text.nullable(),
  why: z.enum(['not-carried-out', 'way-not-taken', 'not-reached', 'cut-short']),
});

const requirement = z.strictObject({
  id: text,
  answer: text.nullable().describe('null: this run gives none.'),
  claim: z
    .enum(['declared', 'supported', 'partly', 'none'])
    .describe('`partly`: the requirement asks for more than this run tested.'),
});

/** The report as data. Everything in it comes from the journal; what the journal lacks is `null` and named in `missing`. */
export const reportSchema = z
  .strictObject({
    watermark: text.nullable().describe('null: a run against AWS.'),
    schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
    reportId: text.describe('Run and the first characters of the head hash.'),
    run: text,
    openedAt: instant,
    lastAt: instant,
    finishedAt: instant.nullable(),
    durationMs: ms,
    result,
    test,
    workload,
    criteria,
    runbook: z.strictObject({ id: text, title: text, version: text, hash: text }),
    tool: z.strictObject({ name: text, versions: z.array(text), node: z.array(text) }),
    people: z.strictObject({
      operators: z.array(text).describe('Operating-system users; nobody else is known.'),
      participants: z.null(),
      approver: z.null(),
      signOff: z.null(),
    }),
    processes: z.array(processIdentity),
    timeline,
    milestones: z.array(milestone),
    steps: z.array(step),
    checks: z.array(check),
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
    incidents: z.array(incident),
    issues: z.array(issue),
    notTested: z.array(notTested),
    requirements: z.array(requirement),
    nextTestDue: z.null(),
    missing: z.array(z.strictObject({ field: text, reason: text })),
    journal: z.strictObject({
      format: count,
      records: count,
      headHash: text,
      verify: text.describe('The command that checks the chain and rebuilds this report.'),
    }),
  })
  .meta({ id: 'KunrenReport', title: 'Kunren report of a recovery test' });

export type ReportModel = z.infer<typeof reportSchema>;

/** The report's format for everybody else: JSON Schema, draft 2020-12. */
export function reportJsonSchema(): unknown {
  return z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
}
