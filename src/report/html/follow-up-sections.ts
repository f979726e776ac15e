import { dayText, issueText, resolutionText } from '../context-text.ts';
import type { ReportModel } from '../schema.ts';
import { personText } from '../task-text.ts';
import type { Words } from '../words.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { chip, code, section, table } from './parts.ts';
import { fullTime } from './times.ts';
import { FOLLOW_UP_TONES, SEVERITY_TONES } from './tones.ts';

/** What the run has left to settle, what earlier ones had, and what was learned. */
export function issuesSection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const { issues } = report;
  return section('issues', words.sections.issues, issues.length > 0 ? words.lead.issues : null, [
    issues.length === 0 ? html`<p>${labels.none}</p>` : issueTable(report, words),
    earlierPart(report, words),
    lessonsPart(report, words),
  ]);
}

function issueTable({ issues }: ReportModel, words: Words): Html {
  const { labels } = words;
  return table(
    words.sections.issues,
    [
      { title: labels.issue },
      { title: labels.severity },
      { title: labels.detail },
      { title: labels.owner },
      { title: labels.due },
      { title: labels.ticket },
    ],
    issues.map(({ kind, severity, subject, detail, ...decided }) => [
      words.issue[kind],
      chip(SEVERITY_TONES[severity], words.severity[severity]),
      withPlan(html`${subject !== null && code(subject)} ${detail ?? ''}`, decided, words),
      ...settlement(decided, words),
    ]),
  );
}

function earlierPart({ earlierFollowUps }: ReportModel, words: Words): HtmlPart {
  const { labels, context } = words;
  if (earlierFollowUps.length === 0) return null;
  return html`<h3>${context.earlier}</h3>
<p class="lead">${context.earlierLead}</p>
${table(
  context.earlier,
  [
    { title: labels.issue },
    { title: context.thisRun },
    { title: context.since },
    { title: labels.owner },
    { title: labels.due },
    { title: labels.ticket },
  ],
  earlierFollowUps.map(({ issue, severity, detail, since, outcome, ...decided }) => [
    withPlan(
      html`${earlierTitle(issue, words)} <small>${words.severity[severity]}</small>${detail !== null && html`<br><small>${detail}</small>`}`,
      decided,
      words,
    ),
    chip(FOLLOW_UP_TONES[outcome], context.outcome[outcome]),
    html`<small>${code(since.run)}</small>`,
    ...settlement(decided, words),
  ]),
)}`;
}

function earlierTitle(issue: string, words: Words): Html {
  const { title, subject } = issueText(issue, words);
  return html`${title}${subject !== null && html` ${code(subject)}`}`;
}

type Decided = Pick<
  ReportModel['issues'][number],
  'owner' | 'dueDate' | 'ticket' | 'resolution' | 'comment'
>;

/** What nobody has decided yet is left for people to fill in. */
function settlement({ owner, dueDate, ticket }: Decided, words: Words): HtmlPart[] {
  const blank = html`<span class="blank"><span class="hidden">${words.labels.toFillIn}</span></span>`;
  return [owner ?? blank, dayText(dueDate, words) ?? blank, ticket ?? blank];
}

function withPlan(text: Html, decided: Decided, words: Words): Html {
  const plan = resolutionText(decided, words);
  return html`${text}${plan !== null && html`<br><small>${plan}</small>`}`;
}

function lessonsPart(report: ReportModel, words: Words): HtmlPart {
  const { context, labels, people } = words;
  if (report.lessons.length === 0) return null;
  return html`<h3>${context.lessons}</h3>
<p class="lead">${context.lessonsLead}</p>
${table(
  context.lessons,
  [{ title: context.lesson }, { title: people.by }, { title: labels.time }],
  report.lessons.map(({ at, who, text }) => [
    text,
    personText(who, words),
    fullTime(at, report, words),
  ]),
)}`;
}
