import { dayText, issueText, resolutionText } from '../context-text.ts';
import type { ReportModel } from '../schema.ts';
import { personText } from '../task-text.ts';
import { fullTimeText } from '../times.ts';
import type { Words } from '../words.ts';
import { md, mdCode, mdTable } from './markdown.ts';

/** What the run has left to settle, what earlier ones had, and what was learned. */
export function followUpPart(report: ReportModel, words: Words): string[] {
  return [...issues(report, words), ...earlier(report, words), ...lessons(report, words)];
}

function issues(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  return [
    `## ${words.sections.issues}`,
    report.issues.length === 0
      ? labels.none
      : mdTable(
          [labels.issue, labels.severity, labels.detail, labels.owner, labels.due, labels.ticket],
          report.issues.map((issue) => [
            words.issue[issue.kind],
            words.severity[issue.severity],
            joined([mdCode(issue.subject ?? ''), md(issue.detail ?? ''), plan(issue, words)]),
            ...settlement(issue, words),
          ]),
        ),
  ];
}

function earlier(report: ReportModel, words: Words): string[] {
  const { labels, context } = words;
  const { earlierFollowUps } = report;
  if (earlierFollowUps.length === 0) return [];
  return [
    `### ${context.earlier}`,
    context.earlierLead,
    mdTable(
      [labels.issue, context.thisRun, context.since, labels.owner, labels.due, labels.ticket],
      earlierFollowUps.map((one) => [
        joined([
          earlierTitle(one.issue, words),
          words.severity[one.severity],
          md(one.detail ?? ''),
          plan(one, words),
        ]),
        `**${context.outcome[one.outcome]}**`,
        mdCode(one.since.run),
        ...settlement(one, words),
      ]),
    ),
  ];
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function earlierTitle(issue: string, words: Words): string {
  const { title, subject } = issueText(issue, words);
  return subject === null ? md(title) : `${md(title)} ${mdCode(subject)}`;
}

type Decided = Pick<
  ReportModel['issues'][number],
  'owner' | 'dueDate' | 'ticket' | 'resolution' | 'comment'
>;

function settlement({ owner, dueDate, ticket }: Decided, words: Words): string[] {
  return [md(owner ?? ''), dayText(dueDate, words) ?? '', md(ticket ?? '')];
}

function plan(decided: Decided, words: Words): string {
  const told = resolutionText(decided, words);
  return told === null ? '' : words.aside(md(told)).trim();
}

function lessons(report: ReportModel, words: Words): string[] {
  const { context } = words;
  if (report.lessons.length === 0) return [];
  return [
    `### ${context.lessons}`,
    context.lessonsLead,
    report.lessons
      .map(
        ({ at, who, text }) =>
          `- ${md(text)}${words.aside(words.list([md(personText(who, words)), fullTimeText(at, report, words)]))}`,
      )
      .join('\n'),
  ];
}
