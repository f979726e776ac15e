import type { Ms } from '../core/ports.ts';
import { summarizeOutage } from './outage-text.ts';
import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** The run in a few sentences. */
export function summarize(report: ReportModel, words: Words): string[] {
  const { result } = report;
  const { rto, checks } = result;
  const { summary } = words;
  const rtoObjective = words.duration(rto.objectiveMs);
  const recovered =
    rto.actualMs === null
      ? summary.notRecovered
      : (rto.result === 'met' ? summary.recovered : summary.recoveredLate)(
          words.duration(rto.actualMs),
          rtoObjective,
        );
  return [
    recovered,
    summarizeLoss(result.rpo, words),
    ...summarizeOutage(report, words),
    tellProofs(report, words)(checks.passed, checks.declared),
  ];
}

function summarizeLoss(rpo: ReportModel['result']['rpo'], words: Words): string {
  const { summary } = words;
  if (rpo.result === 'not-applicable') return summary.noData;
  if (rpo.actualMs === null) return summary.notLost;
  const tell = rpo.result === 'met' ? summary.lost : summary.lostTooMuch;
  return tell(words.duration(rpo.actualMs), words.duration(rpo.objectiveMs));
}

/** What the verdict counts: checks of data, findings of an account, or both. */
export function checksTitle(report: ReportModel, { labels, posture }: Words): string {
  return { checks: labels.checks, findings: posture.required, both: posture.proofs }[
    proofsOf(report)
  ];
}

function tellProofs(report: ReportModel, { summary, posture }: Words) {
  return { checks: summary.checks, findings: posture.good, both: posture.proved }[proofsOf(report)];
}

function proofsOf({ criteria, posture }: ReportModel): 'checks' | 'findings' | 'both' {
  if (criteria.rpoMs === null && criteria.checks.length === 0) return 'findings';
  const isRequired = posture.some(({ findings }) => findings.some(({ required }) => required));
  return isRequired ? 'both' : 'checks';
}

/** Where the time until recovery went, in parts that add up to it; empty where there is no T0. */
export function timeParts({ timeline }: ReportModel, words: Words): readonly TimePart[] {
  if (timeline.toRecovery === null) return [];
  const { beforeRunMs, peopleMs, awsMs, toolMs } = timeline.toRecovery;
  const parts: readonly TimePart[] = [
    { kind: 'before', word: words.segment['before-run'], ms: beforeRunMs },
    { kind: 'people', word: words.waitsOn.people, ms: peopleMs },
    { kind: 'aws', word: words.waitsOn.aws, ms: awsMs },
    { kind: 'tool', word: words.waitsOn.tool, ms: toolMs },
  ];
  return parts.filter(({ ms }) => ms > 0);
}

export interface TimePart {
  readonly kind: 'before' | 'people' | 'aws' | 'tool';
  readonly word: string;
  readonly ms: Ms;
}

/** What the steps waited on, before and after recovery too. */
export function wholeRun(
  { awsMs, peopleMs, toolMs }: ReportModel['timeline']['waited'],
  words: Words,
): string {
  const parts = [
    `${words.waitsOn.people} ${words.duration(peopleMs)}`,
    `${words.waitsOn.aws} ${words.duration(awsMs)}`,
    `${words.waitsOn.tool} ${words.duration(toolMs)}`,
  ];
  return words.wholeRun(words.list(parts));
}

/** How many calls only looked, and where all of them stand. */
export function readingCalls(count: number, words: Words): string {
  const { labels } = words;
  return words.sentences([
    words.sentence(words.labelled(labels.readingCalls, words.number(count))),
    labels.inJson,
  ]);
}
