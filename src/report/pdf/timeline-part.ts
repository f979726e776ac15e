import { offsetText } from '../format.ts';
import { roleText } from '../participant-text.ts';
import type { ReportModel } from '../schema.ts';
import { answeredBy, personText, taskText } from '../task-text.ts';
import type { Words } from '../words.ts';
import { gantt } from './gantt.ts';
import { code, type Inline, lines, small, strong } from './inline.ts';
import type { Node } from './node.ts';
import { section, subheading } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { type Column, table } from './table.ts';
import { time, timeColumn } from './times.ts';
import { whereTimeWent } from './where-time-went.ts';

/** Where the time went, when each step ran, the milestones, and what people did. */
export function timelinePart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  const { lead } = words;
  return section(
    'timeline',
    words.sections.timeline,
    report.timeline.origin === 'T0' ? lead.timeline : lead.timelineNoImpact,
    [
      whereTimeWent(sheet),
      ...gantt(sheet),
      milestones(sheet),
      ...decisions(sheet),
      ...tasks(sheet),
      ...notes(sheet),
    ],
  );
}

/** The column of offsets: since T0 where there is one. */
export function offsetColumn({ timeline }: ReportModel, { labels }: Words): Column {
  return {
    title: timeline.origin === 'T0' ? labels.sinceImpact : labels.sinceStart,
    kind: 'number',
  };
}

function milestones(sheet: Sheet): Node {
  const { report, words, fonts } = sheet;
  const { labels } = words;
  const { openedAt } = report;
  return table(
    fonts,
    [
      { title: labels.milestone },
      timeColumn(sheet),
      offsetColumn(report, words),
      { title: labels.error, kind: 'number' },
      { title: labels.source },
      { title: labels.notes },
    ],
    report.milestones
      .filter(({ instant }) => instant !== null)
      .map((milestone) => [
        [strong(milestone.id), ` ${words.milestones[milestone.id]}`],
        time(milestone.instant ?? openedAt, sheet),
        milestone.offsetMs === null ? null : offsetText(milestone.offsetMs, words),
        milestoneError(milestone, words),
        milestone.source === null ? null : words.source[milestone.source],
        milestone.note,
      ]),
  );
}

function milestoneError(
  { errorMs, source }: ReportModel['milestones'][number],
  words: Words,
): Inline {
  if (errorMs === null || source === 'declared') return null;
  return errorMs > 0 ? `−${words.duration(errorMs)}` : words.labels.exact;
}

function decisions(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { labels, failover } = words;
  if (report.decisions.length === 0) return [];
  return [
    subheading(words.sections.decisions),
    table(
      fonts,
      [
        { title: failover.decision },
        { title: labels.step },
        timeColumn(sheet),
        { title: failover.decidedBy },
        { title: failover.waited, kind: 'number' },
      ],
      report.decisions.map(({ label, event, step, at, by, waitedMs }) => [
        lines(label, code(event)),
        report.steps.find(({ id }) => id === step)?.title ?? step,
        time(at, sheet),
        by,
        words.duration(waitedMs),
      ]),
    ),
  ];
}

function tasks(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { people, sections } = words;
  if (report.tasks.length === 0) return [];
  return [
    subheading(sections.tasks),
    table(
      fonts,
      [
        { title: people.asked },
        { title: people.of },
        timeColumn(sheet),
        { title: people.answer },
        { title: people.by },
        { title: people.waited, kind: 'number' },
      ],
      report.tasks.map((task) => [
        lines(task.title, small(task.action)),
        roleText(task.role, words),
        time(task.openedAt, sheet),
        taskText(task, words),
        answeredBy(task, words),
        task.waitedMs === null ? null : words.duration(task.waitedMs),
      ]),
    ),
  ];
}

function notes(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { people, sections } = words;
  if (report.notes.length === 0) return [];
  return [
    subheading(sections.notes),
    table(
      fonts,
      [{ title: people.note }, timeColumn(sheet), { title: people.by }],
      report.notes.map(({ text, file, at, who }) => [
        lines(text, file && small(file.path)),
        time(at, sheet),
        personText(who, words),
      ]),
    ),
  ];
}
