import { formatClock, formatDuration } from '../../core/duration.ts';
import { tellFollowUp } from '../../core/follow-up.ts';
import { changesOf } from '../../core/judge-posture.ts';
import { createNarrator, told } from '../../core/narrate.ts';
import { primaryAtEnd } from '../../core/primary-at-end.ts';
import type { JournalRecord } from '../../core/record.ts';
import type { RunFeed } from '../../core/run-feed.ts';
import { CLEANUP_STEP, type RunState } from '../../core/run-state.ts';
import { tellOutage } from '../../core/tell-outage.ts';
import { tellUsual } from '../../core/usual-duration.ts';
import type { Measure, NotApplicable } from '../../core/verdict.ts';
import { aboutLeftovers } from '../runs/about-leftovers.ts';
import { decisionsOpenedBy } from './open-decision.ts';
import { tasksOpenedBy } from './open-task.ts';
import { followRecords, type RunOutput } from './run-output.ts';

export interface PlainOutputOptions {
  readonly feed: RunFeed;
  /** Takes one line of the result, without its end. Must not throw when its reader is gone. */
  readonly stdout: (line: string) => void;
  /** Takes one line of talk. */
  readonly stderr: (line: string) => void;
  readonly reportPath: string;
}

/**
 * Tells a run where there is no terminal: what happens on stderr, one line for each record that is news,
 * and the result on stdout, one `name: value` a line.
 */
export function plainOutput({ feed, stdout, stderr, reportPath }: PlainOutputOptions): RunOutput {
  const narrate = createNarrator();
  const { steps } = feed.get().state;
  const width = Math.max(...steps.map(({ id }) => id.length));
  for (const line of fromEarlierRuns(feed.get().state)) stderr(line);
  let isCleaningUp = false;
  const stop = followRecords(feed, (record) => {
    isCleaningUp =
      record.type !== 'run.finished' && (isCleaningUp || record.type === 'cleanup.started');
    const step = isCleaningUp ? CLEANUP_STEP : stepOf(record);
    const narration = narrate(record);
    const { state } = feed.get();
    if (narration) stderr(`${lead(record, state)}  ${step.padEnd(width)}  ${narration.text}`);
    for (const { commands } of tasksOpenedBy(record, state)) {
      for (const { command, label } of commands) stderr(`  next: ${command}   (${label})`);
    }
    for (const { choices } of decisionsOpenedBy(record, state)) {
      for (const { command, label } of choices) stderr(`  next: ${command}   (${label})`);
    }
  });
  let hasEnded = false;
  return {
    end(reportWritten) {
      if (hasEnded) return;
      hasEnded = true;
      stop();
      const { state } = feed.get();
      for (const line of troubles(state)) stderr(line);
      for (const line of result(state)) stdout(line);
      if (reportWritten) stdout(`report: ${reportPath}`);
    },
  };
}

/** What is still open from earlier runs, and how long they took. */
function fromEarlierRuns({ earlier, drill }: RunState): string[] {
  if (!earlier) return [];
  const { followUps, usualRecovery } = earlier;
  return [
    ...(usualRecovery
      ? [`recovery: ${tellUsual(usualRecovery)} (${usualRecovery.runs} runs)`]
      : []),
    ...followUps.map((followUp) => `to follow up: ${tellFollowUp(followUp)}`),
    ...(followUps.length > 0 ? [`  a passing run settles them; drill followup ${drill.name}`] : []),
  ];
}

/** `01:07:12Z  T+00:07:12`; blank where the clock has not started. */
function lead(record: JournalRecord, state: RunState): string {
  const impact = state.milestones.T0;
  const since = impact === undefined ? -1 : Date.parse(record.at) - Date.parse(impact.instant);
  const clock = since < 0 ? ' '.repeat(10) : `T+${formatClock(since)}`;
  return `${record.at.slice(11, 19)}Z  ${clock}`;
}

function stepOf(record: JournalRecord): string {
  return 'activity' in record.data ? record.data.activity : 'run';
}

/** What a person must know and the result does not say. */
function troubles(state: RunState): string[] {
  const { checks, resources, verdict, failure } = state;
  const left = aboutLeftovers(state);
  return [
    ...(failure ? [`failure: ${told(failure)}`] : []),
    ...(verdict?.reasons ?? []).map((reason) => `why: ${reason}`),
    ...checks
      .filter(({ outcome }) => outcome !== 'passed')
      .flatMap(({ id, title, outcome, expected, observed, reason }) => [
        `check ${id} ${outcome}: ${title}`,
        `  expected ${expected}`,
        `  observed ${observed}`,
        ...(reason === undefined ? [] : [`  ${reason}`]),
      ]),
    ...resources
      .filter(({ status }) => status !== 'released' && status !== 'handed-over')
      .map(({ resource, status }) => `resource ${status}: ${resource.type} ${resource.id}`),
    ...(left === undefined ? [] : [`  next: ${left}`]),
  ];
}

function result(state: RunState): string[] {
  const { run, environment, live, status, verdict, resources } = state;
  const seen = tellOutage(state);
  const primary = primaryAtEnd(state);
  const count = (word: string) => resources.filter((one) => one.status === word).length;
  const unsettled = count('intended') + count('made');
  const handedOver = count('handed-over');
  return [
    `verdict: ${verdict?.verdict ?? 'unproven'}`,
    `status: ${status ?? 'interrupted'}`,
    `run: ${run}`,
    `environment: ${environment.kind === 'sandbox' ? 'sandbox, never evidence' : `AWS account ${environment.accountId}`}`,
    ...(live
      ? [
          `mode: live, ${live.workload} ${live.how === 'typed' ? 'typed' : 'confirmed'} by ${live.by}`,
        ]
      : []),
    ...(verdict
      ? [
          `rto: ${tellMeasure(verdict.rto)}`,
          `rpo: ${tellMeasure(verdict.rpo)}`,
          `checks: ${verdict.checks.passed} passed, ${verdict.checks.failed} failed, ${verdict.checks.unproven} unproven`,
        ]
      : []),
    ...changesOf(state).map(({ kind, text }) => `account, ${kind}: ${text}`),
    ...(seen.length > 0 ? [`users: ${seen.join(', ')}`] : []),
    ...(primary === undefined ? [] : [`primary at the end: ${primary}`]),
    ...resources
      .filter((one) => one.status === 'handed-over')
      .map(({ resource }) => `handed over: ${resource.type} ${resource.id} (${resource.region})`),
    `clean-up: ${count('released')} removed, ${count('kept')} kept, ${count('leaked')} left behind${handedOver > 0 ? `, ${handedOver} handed over to production` : ''}${unsettled > 0 ? `, ${unsettled} not settled` : ''}`,
  ];
}

function tellMeasure(measure: Measure | NotApplicable): string {
  if (measure.result === 'not-applicable') return `not applicable, ${measure.method}`;
  const { actualMs, errorMs = 0, objectiveMs, result: word } = measure;
  const objective = formatDuration(objectiveMs);
  if (actualMs === undefined) return `not measured, objective ${objective} (${word})`;
  const error = errorMs > 0 ? ` ± ${formatDuration(errorMs)}` : '';
  return `${formatDuration(actualMs)}${error} of ${objective} (${word})`;
}
