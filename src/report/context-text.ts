import { bytesText } from './format.ts';
import type { ReportModel } from './schema.ts';
import { fullTimes } from './times.ts';
import type { Words } from './words.ts';

type Usual = ReportModel['steps'][number]['usual'];
type Pair = readonly [name: string, text: string];

/** Why it was tested, by whose word it is judged, and what becomes of the report. */
export function contextPairs(report: ReportModel, words: Words): Pair[] {
  const { document, dataVolume } = report;
  const { context } = words;
  return [
    [context.trigger, triggerText(report, words)],
    [context.declaredBy, declarationText(report, words)],
    ...(dataVolume === null ? [] : [[context.dataVolume, volumeText(dataVolume, words)] as const]),
    [context.confidentiality, document.confidentiality?.text ?? context.notSaid],
    [context.retention, document.retention?.text ?? context.notSaid],
  ];
}

/** Why the run was started. */
export function triggerText(report: ReportModel, words: Words): string {
  const { kind, occurrence, reference } = report.trigger;
  const { triggeredBy } = words.context;
  switch (kind) {
    case 'operator':
      return triggeredBy.operator;
    case 'schedule':
      return triggeredBy.schedule(
        occurrence === null ? words.context.notSaid : fullTimes(occurrence, report, words).utc,
      );
    case 'change':
    case 'approval':
      return triggeredBy[kind](reference ?? words.context.notSaid);
  }
}

function declarationText({ criteria: { declared } }: ReportModel, words: Words): string {
  const { context } = words;
  const told = [
    ...(declared?.by == null ? [] : [context.by(declared.by)]),
    ...(declared?.on == null ? [] : [context.on(words.date(declared.on))]),
  ];
  return told.length === 0 ? context.notSaid : words.list(told);
}

function volumeText(
  { productionBytes, recoveredBytes, rows }: NonNullable<ReportModel['dataVolume']>,
  words: Words,
): string {
  const { context } = words;
  const told = [
    ...(recoveredBytes === null ? [] : [context.recovered(bytesText(recoveredBytes))]),
    ...(rows === null ? [] : [context.rows(words.number(rows))]),
    ...(productionBytes === null ? [] : [context.production(bytesText(productionBytes))]),
  ];
  return told.length === 0 ? context.notSaid : words.list(told);
}

/** How long something took in earlier runs; `null` where nobody knows. */
export function usualText(usual: Usual, words: Words): string | null {
  if (usual === null) return null;
  const { context, duration } = words;
  const spread = usual.p90Ms - usual.p50Ms;
  return spread > 0
    ? context.usuallyWithin(duration(usual.p50Ms), duration(spread))
    : context.usually(duration(usual.p50Ms));
}

/** The same with how many runs that is taken from. */
export function usualOfRuns(usual: NonNullable<Usual>, words: Words): string {
  return words.context.ofRuns(usualText(usual, words) ?? '', usual.runs);
}

/** How an issue is to be settled; `null` where nobody has decided. */
export function resolutionText(
  { resolution, comment }: Pick<ReportModel['issues'][number], 'resolution' | 'comment'>,
  words: Words,
): string | null {
  const told = [
    ...(resolution === null ? [] : [words.context.resolution[resolution]]),
    ...(comment === null ? [] : [comment]),
  ];
  return told.length === 0 ? null : told.reduce(words.labelled);
}

/** A day as it is written; `null` where there is none. */
export function dayText(day: string | null, words: Words): string | null {
  return day === null ? null : words.date(day);
}

/** What an issue of an earlier run is called, and what it is about. */
export function issueText(issue: string, words: Words): { title: string; subject: string | null } {
  const [kind = '', ...subject] = issue.split(':');
  const known: { readonly [kind: string]: string } = words.issue;
  return { title: known[kind] ?? kind, subject: subject.length === 0 ? null : subject.join(':') };
}

/** Whose an issue is, until when, and where it is tracked. */
export function settlementText(
  { owner, dueDate, ticket }: Pick<ReportModel['issues'][number], 'owner' | 'dueDate' | 'ticket'>,
  words: Words,
): string {
  const { context } = words;
  return words.list([
    owner ?? context.nobody,
    ...(dueDate === null ? [] : [context.dueOn(words.date(dueDate))]),
    ...(ticket === null ? [] : [ticket]),
  ]);
}

/** What the run has made of what earlier ones had left; `null` where they had left nothing. */
export function earlierText({ earlierFollowUps }: ReportModel, words: Words): string | null {
  const { context } = words;
  if (earlierFollowUps.length === 0) return null;
  const counts = (['settled', 'seen-again', 'open'] as const)
    .map((outcome) => ({
      outcome,
      count: earlierFollowUps.filter((one) => one.outcome === outcome).length,
    }))
    .filter(({ count }) => count > 0);
  return words.list(
    counts.map(({ outcome, count }) => context.earlierTold(context.outcome[outcome], count)),
  );
}

/** How many deviations there were, and of which kinds. */
export function deviationsText({ deviations }: ReportModel, words: Words): string {
  const { context, labels } = words;
  if (deviations.length === 0) return labels.none;
  const kinds = [...new Set(deviations.map(({ kind }) => context.deviation[kind]))];
  return context.deviationsTold(deviations.length, words.list(kinds));
}
