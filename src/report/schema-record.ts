import { z } from 'zod';
import { settlement, severity } from './schema-afterwards.ts';
import { usual } from './schema-context.ts';
import {
  count,
  failure,
  instant,
  milestoneId,
  ms,
  text,
  translations,
  waitsOn,
} from './schema-subject.ts';

// The parts of a report that say what happened, in detail.

export const milestone = z.strictObject({
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

export const step = z.strictObject({
  id: text,
  title: text,
  titles: translations,
  activity: text.nullable(),
  kind: z.enum(['probe', 'mutation', 'human', 'gate']),
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
  usual: usual.nullable().describe('null: not known when the run began.'),
  slower: z.boolean().describe('Clearly longer than nine of ten earlier runs.'),
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
});

const toRecovery = z
  .strictObject({
    to: milestoneId.nullable().describe('null: never reached; the time so far.'),
    totalMs: ms,
    peopleMs: ms,
    awsMs: ms,
    toolMs: ms.describe('And the time between two steps.'),
    beforeRunMs: ms.describe('From a declared T0 until the run was opened.'),
  })
  .describe(
    'Where the time since T0 went. Each moment counts once: for people where anybody was waited for, else for AWS, else for the tool. The parts add up to the total.',
  );

export const timeline = z.strictObject({
  origin: z.enum(['T0', 'start']).describe('What offset 0 stands for.'),
  originAt: instant,
  endMs: ms.describe('Of the newest record.'),
  away: z.array(span).describe('Times at which no process drove the run.'),
  criticalPath: criticalPath.nullable().describe('null: there is no T0.'),
  toRecovery: toRecovery.nullable().describe('null: there is no T0.'),
  usualRecovery: usual.nullable().describe('From T0 to recovery; null: not known.'),
  waited: z
    .strictObject({ awsMs: ms, peopleMs: ms, toolMs: ms })
    .describe('Over the whole run; steps side by side both count.'),
});

export const check = z.strictObject({
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
  status: z.enum(['intended', 'made', 'released', 'kept', 'handed-over', 'leaked']),
  at: instant,
  proof: z
    .strictObject({ call: text, observed: text, requestId: text.nullable() })
    .nullable()
    .describe('Seen by a describe after the deletion.'),
  failure: failure.nullable(),
});

export const cleanUp = z.strictObject({
  outcome: z
    .enum(['proven', 'nothing-made', 'handed-over', 'kept', 'leaked', 'not-finished'])
    .describe(
      '`proven`: everything that was made was seen to be gone; `handed-over`: except what production has now.',
    ),
  keep: z.boolean().describe('The operator asked to keep what was made.'),
  released: count,
  kept: count,
  handedOver: count.describe('Stays on purpose: production has it now.'),
  leaked: count,
  unsettled: count.describe('Made or intended, and nothing came of it yet.'),
  resources: z.array(resource),
});

export const call = z.strictObject({
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

export const incident = z.strictObject({
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

export const issue = z.strictObject({
  severity,
  kind: z.enum([
    'rto-missed',
    'rpo-missed',
    'check-failed',
    'finding-failed',
    'finding-worse',
    'finding-unproven',
    'run-failed',
    'run-aborted',
    'run-interrupted',
    'resource-leaked',
    'resource-unsettled',
    'rto-unproven',
    'rpo-unproven',
    'check-unproven',
    'outage-not-over',
    'writes-lost',
    'task-skipped',
    'task-declined',
    'task-overdue',
    'clock-jumped',
    'resource-kept',
  ]),
  subject: text.nullable(),
  detail: text.nullable(),
  ...settlement,
});

export const notTested = z.strictObject({
  kind: z.enum(['check', 'finding', 'step', 'milestone']),
  id: text,
  title: text.nullable(),
  why: z.enum(['not-carried-out', 'way-not-taken', 'not-reached', 'cut-short']),
});

export const requirement = z.strictObject({
  id: text,
  answer: text.nullable().describe('null: this run gives none.'),
  claim: z
    .enum(['declared', 'supported', 'partly', 'none'])
    .describe('`partly`: the requirement asks for more than this run tested.'),
  reason: z.enum([
    'declared',
    'restored',
    'one-failure-mode',
    'only-data-loss',
    'no-restore',
    'no-failover',
    'no-data',
    'no-workload',
    'root-rehearsed',
    'test-type-unknown',
    'not-proven',
    'not-aws',
  ]),
});
