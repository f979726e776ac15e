import type { Scenario } from './drill.ts';
import type { Json } from './failure.ts';
import type { Objectives } from './objectives.ts';
import { type Place, placeOf } from './place.ts';
import type { Instant, Ms } from './ports.ts';
import type { PostureSnapshot } from './posture.ts';
import type { RunbookIdentity } from './record.ts';
import { reportId } from './report-id.ts';
import type { RunState, StepState } from './run-state.ts';
import type { RunSummary } from './run-summary.ts';
import { type TestMode, type TestType, testModeOf, testTypeOf } from './test-of-run.ts';
import type { Measure, NotApplicable } from './verdict.ts';

/** What a run says to a reviewer: what it tested, where, and what came out. Plain JSON. */
export interface RunEvidence {
  readonly run: string;
  /** Run and the first characters of the head hash; stands on its report. */
  readonly reportId: string;
  /** Name of the drill. */
  readonly drill: string;
  readonly runbook: Pick<RunbookIdentity, 'id' | 'version' | 'hash'>;
  readonly openedAt: Instant;
  readonly environment: string;
  /** Twelve digits. */
  readonly account: string;
  readonly place: Place;
  readonly mode: TestMode;
  readonly type: TestType;
  readonly scenario: Scenario['kind'];
  readonly objectives: Objectives;
  readonly result: TestResult;
  /** `interrupted`: the journal has no end. */
  readonly status: 'completed' | 'failed' | 'aborted' | 'interrupted';
  /** The person who last signed its record off has rejected it. */
  readonly rejectedBy?: string;
  /** Absent where the run was never judged. */
  readonly rto?: Measure;
  readonly rpo?: Measure | NotApplicable;
  /** In the order in which they were taken. */
  readonly posture: readonly PostureSnapshot[];
  readonly backups: readonly SeenBackup[];
}

/**
 * - `passed`: completed, and everything that was declared is met.
 * - `failed`: something that was declared is missed, or the run failed after the recovery had begun.
 * - `none`: it says nothing either way: aborted, interrupted, unproven, or never begun.
 */
export type TestResult = 'passed' | 'failed' | 'none';

/** What a run saw of the automated backups of a DB instance, before it did anything. */
export interface SeenBackup {
  /** Identifier of the instance. */
  readonly instance: string;
  /** 0: automated backups are off. */
  readonly retentionDays: number;
  /** The newest instant that could be restored; absent where AWS named none. */
  readonly latestRestorableAt?: Instant;
  readonly seenAt: Instant;
  /** How much of the newest data may be lost, as the drill declares it. */
  readonly rpoMs?: Ms;
}

/** Reads off a run's state what it is evidence of. Whether it counts is for the requirement to say. */
export function evidenceOf(state: RunState): RunEvidence {
  const { run, drill, environment, runbook, openedAt, status, verdict, posture } = state;
  return {
    run,
    reportId: reportId(state),
    drill: drill.name,
    runbook: { id: runbook.id, version: runbook.version, hash: runbook.hash },
    openedAt,
    environment: environment.name,
    account: environment.accountId,
    place: placeOf(environment),
    mode: testModeOf(state),
    type: testTypeOf(runbook.id),
    scenario: drill.scenario.kind,
    objectives: drill.objectives,
    result: resultOf(state),
    status: status ?? 'interrupted',
    ...rejection(state),
    ...(verdict && { rto: verdict.rto, rpo: verdict.rpo }),
    posture,
    backups: state.steps.flatMap((step) => backupIn(step, drill.objectives.rpoMs) ?? []),
  };
}

function rejection({ signOffs }: RunState): Pick<RunEvidence, 'rejectedBy'> {
  const last = signOffs.at(-1);
  return last?.decision === 'rejected' ? { rejectedBy: last.name } : {};
}

/**
 * What the two ends of a journal say of it. Nothing between them was read, so there are no readings, and a run that
 * failed is no failed test: where it failed is not known.
 */
export function evidenceOfSummary({ run, openedAt, opened, end }: RunSummary): RunEvidence {
  const { drill, environment, runbook, live, tabletop = false, changesProduction } = opened;
  const { status, verdict } = end ?? {};
  return {
    run,
    reportId: run,
    drill: drill.name,
    runbook: { id: runbook.id, version: runbook.version, hash: runbook.hash },
    openedAt,
    environment: environment.name,
    account: environment.accountId,
    place: placeOf(environment),
    mode: testModeOf({
      ...(live && { live }),
      tabletop,
      changesProduction: changesProduction === true,
    }),
    type: testTypeOf(runbook.id),
    scenario: drill.scenario.kind,
    objectives: drill.objectives,
    result: resultOf({ ...(status && { status }), ...(verdict && { verdict }), milestones: {} }),
    status: status ?? 'interrupted',
    ...(verdict && { rto: verdict.rto, rpo: verdict.rpo }),
    posture: [],
    backups: [],
  };
}

function resultOf({
  status,
  verdict,
  milestones,
}: Pick<RunState, 'status' | 'verdict' | 'milestones'>): TestResult {
  if (verdict?.verdict === 'tabletop') return 'none';
  if (status === 'completed' && verdict?.verdict === 'met') return 'passed';
  if (verdict?.verdict === 'missed') return 'failed';
  return status === 'failed' && milestones.T3 ? 'failed' : 'none';
}

/** The activities that describe production as it was. */
const LOOKS = new Set(['rds.inspect-source', 'rds.inspect-primary']);

function backupIn(
  { activity, output, startedAt, endedAt }: StepState,
  rpoMs: Ms | undefined,
): SeenBackup | undefined {
  const seenAt = endedAt ?? startedAt;
  if (activity === undefined || !LOOKS.has(activity) || seenAt === undefined) return undefined;
  if (!isMapping(output)) return undefined;
  const { id, backupRetentionDays: retentionDays, latestRestorableTime: latest } = output;
  if (typeof id !== 'string' || typeof retentionDays !== 'number') return undefined;
  return {
    instance: id,
    retentionDays,
    ...(typeof latest === 'string' && { latestRestorableAt: latest }),
    seenAt,
    ...(rpoMs !== undefined && { rpoMs }),
  };
}

function isMapping(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
