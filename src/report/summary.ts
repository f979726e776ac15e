import { formatDuration } from '../core/duration.ts';
import { summarizeOutage } from './outage-text.ts';
import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** The run in a few sentences. */
export function summarize(report: ReportModel, words: Words): string[] {
  const { result } = report;
  const { rto, rpo, checks } = result;
  const { summary } = words;
  const rtoObjective = formatDuration(rto.objectiveMs);
  const rpoObjective = formatDuration(rpo.objectiveMs);
  const recovered =
    rto.actualMs === null
      ? summary.notRecovered
      : (rto.result === 'met' ? summary.recovered : summary.recoveredLate)(
          formatDuration(rto.actualMs),
          rtoObjective,
        );
  const lost =
    rpo.actualMs === null
      ? summary.notLost
      : (rpo.result === 'met' ? summary.lost : summary.lostTooMuch)(
          formatDuration(rpo.actualMs),
          rpoObjective,
        );
  return [
    recovered,
    lost,
    ...summarizeOutage(report, words),
    summary.checks(checks.passed, checks.declared),
  ];
}

/** What the steps waited on, before and after recovery too. */
export function wholeRun(
  { awsMs, peopleMs, toolMs }: ReportModel['timeline']['waited'],
  words: Words,
): string {
  const parts = [
    `${words.waitsOn.people} ${formatDuration(peopleMs)}`,
    `${words.waitsOn.aws} ${formatDuration(awsMs)}`,
    `${words.waitsOn.tool} ${formatDuration(toolMs)}`,
  ];
  return `${words.labels.wholeRun} ${parts.join(', ')}.`;
}
