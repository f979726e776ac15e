import { formatDuration } from '../core/duration.ts';
import { summarizeOutage } from './outage-text.ts';
import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** The run in a few sentences. */
export function summarize(report: ReportModel, words: Words): string[] {
  const { result } = report;
  const { rto, checks } = result;
  const { summary } = words;
  const rtoObjective = formatDuration(rto.objectiveMs);
  const recovered =
    rto.actualMs === null
      ? summary.notRecovered
      : (rto.result === 'met' ? summary.recovered : summary.recoveredLate)(
          formatDuration(rto.actualMs),
          rtoObjective,
        );
  return [
    recovered,
    summarizeLoss(result.rpo, words),
    ...summarizeOutage(report, words),
    hasChecks(report)
      ? summary.checks(checks.passed, checks.declared)
      : words.posture.good(checks.passed, checks.declared),
  ];
}

function summarizeLoss(rpo: ReportModel['result']['rpo'], { summary }: Words): string {
  if (rpo.result === 'not-applicable') return summary.noData;
  if (rpo.actualMs === null) return summary.notLost;
  const tell = rpo.result === 'met' ? summary.lost : summary.lostTooMuch;
  return tell(formatDuration(rpo.actualMs), formatDuration(rpo.objectiveMs));
}

/** What the verdict counts: checks of data, or findings of the account. */
export function checksTitle(report: ReportModel, words: Words): string {
  return hasChecks(report) ? words.labels.checks : words.posture.required;
}

function hasChecks({ criteria }: ReportModel): boolean {
  return criteria.rpoMs !== null;
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
