import { dayText, issueText, resolutionText } from '../context-text.ts';
import { FOLLOW_UP_TONES, SEVERITY_TONES } from '../html/tones.ts';
import type { ReportModel } from '../schema.ts';
import { personText } from '../task-text.ts';
import type { Words } from '../words.ts';
import { code, type Inline, lines, small, soft, toned } from './inline.ts';
import type { Node } from './node.ts';
import { paragraph, section, subheading } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';
import { dateAndTime } from './times.ts';

/** A place for a person to write into. */
const BLANK = '.................';

/** What the run has left to settle, what earlier ones had, and what was learned. */
export function issuesPart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  const { issues } = report;
  return section('issues', words.sections.issues, issues.length > 0 ? words.lead.issues : null, [
    issues.length === 0 ? paragraph(words.labels.none) : issueTable(sheet),
    ...earlier(sheet),
    ...lessons(sheet),
  ]);
}

function issueTable({ report, words, fonts }: Sheet): Node {
  const { labels } = words;
  return table(
    fonts,
    [
      { title: labels.issue },
      { title: labels.severity },
      { title: labels.detail },
      { title: labels.owner },
      { title: labels.due },
      { title: labels.ticket },
    ],
    report.issues.map(({ kind, severity, subject, detail, ...decided }) => [
      words.issue[kind],
      toned(SEVERITY_TONES[severity], words.severity[severity]),
      lines(subject !== null && code(subject), detail, small(resolutionText(decided, words))),
      ...settlement(decided, words),
    ]),
  );
}

function earlier({ report, words, fonts }: Sheet): Node[] {
  const { labels, context } = words;
  const { earlierFollowUps } = report;
  if (earlierFollowUps.length === 0) return [];
  return [
    subheading(context.earlier),
    paragraph(soft(context.earlierLead)),
    table(
      fonts,
      [
        { title: labels.issue },
        { title: context.thisRun },
        { title: context.since },
        { title: labels.owner },
        { title: labels.due },
        { title: labels.ticket },
      ],
      earlierFollowUps.map(({ issue, severity, detail, since, outcome, ...decided }) => [
        lines(
          [...earlierTitle(issue, words), ' ', small(words.severity[severity])],
          small(detail),
          small(resolutionText(decided, words)),
        ),
        toned(FOLLOW_UP_TONES[outcome], context.outcome[outcome]),
        small(code(since.run)),
        ...settlement(decided, words),
      ]),
    ),
  ];
}

function earlierTitle(issue: string, words: Words): Inline[] {
  const { title, subject } = issueText(issue, words);
  return [title, subject !== null && [' ', code(subject)]];
}

type Decided = Pick<ReportModel['issues'][number], 'owner' | 'dueDate' | 'ticket'>;

/** What nobody has decided yet is left for people to fill in. */
function settlement({ owner, dueDate, ticket }: Decided, words: Words): Inline[] {
  return [owner ?? soft(BLANK), dayText(dueDate, words) ?? soft(BLANK), ticket ?? soft(BLANK)];
}

function lessons(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { context, labels, people } = words;
  if (report.lessons.length === 0) return [];
  return [
    subheading(context.lessons),
    paragraph(soft(context.lessonsLead)),
    table(
      fonts,
      [{ title: context.lesson }, { title: people.by }, { title: labels.time }],
      report.lessons.map(({ at, who, text }) => [
        text,
        personText(who, words),
        dateAndTime(at, sheet),
      ]),
    ),
  ];
}
