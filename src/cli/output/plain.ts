import { formatClock, formatDuration } from '../../core/duration.ts';
import { createNarrator, told } from '../../core/narrate.ts';
import type { JournalRecord } from '../../core/record.ts';
import type { RunFeed } from '../../core/run-feed.ts';
import { CLEANUP_STEP, type RunState } from '../../core/run-state.ts';
import type { Measure } from '../../core/verdict.ts';
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
  let isCleaningUp = false;
  const stop = followRecords(feed, (record) => {
    isCleaningUp ||= record.type === 'cleanup.started';
    const step = isCleaningUp && record.type !== 'run.finished' ? CLEANUP_STEP : stepOf(record);
    const narration = narrate(record);
    if (narration)
      stderr(`${lead(record, feed.get().state)}  ${step.padEnd(width)}  ${narration.text}`);
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
function troubles({ run, checks, resources, verdict, failure }: RunState): string[] {
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
      .filter(({ status }) => status !== 'released')
      .map(({ resource, status }) => `resource ${status}: ${resource.type} ${resource.id}`),
    ...(resources.some(({ status }) => status === 'kept' || status === 'leaked')
      ? [`  next: drill clean ${run}`]
      : []),
  ];
}

function result(state: RunState): string[] {
  const { run, environment, status, verdict, resources } = state;
  const count = (word: string) => resources.filter((one) => one.status === word).length;
  const unsettled = count('intended') + count('made');
  return [
    `verdict: ${verdict?.verdict ?? 'unproven'}`,
    `status: ${status ?? 'interrupted'}`,
    `run: ${run}`,
    `environment: ${environment.kind === 'sandbox' ? 'sandbox, never evidence' : `AWS account ${environment.accountId}`}`,
    ...(verdict
      ? [
          `rto: ${tellMeasure(verdict.rto)}`,
          `rpo: ${tellMeasure(verdict.rpo)}`,
          `checks: ${verdict.checks.passed} passed, ${verdict.checks.failed} failed, ${verdict.checks.unproven} unproven`,
        ]
      : []),
    `clean-up: ${count('released')} removed, ${count('kept')} kept, ${count('leaked')} left behind${unsettled > 0 ? `, ${unsettled} not settled` : ''}`,
  ];
}

function tellMeasure({ actualMs, errorMs = 0, objectiveMs, result: word }: Measure): string {
  const objective = formatDuration(objectiveMs);
  if (actualMs === undefined) return `not measured, objective ${objective} (${word})`;
  const error = errorMs > 0 ? ` ± ${formatDuration(errorMs)}` : '';
  return `${formatDuration(actualMs)}${error} of ${objective} (${word})`;
}
