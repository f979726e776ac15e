import { roleText } from '../participant-text.ts';
import type { ReportModel } from '../schema.ts';
import { answeredBy, personText, taskText } from '../task-text.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './html.ts';
import { table } from './parts.ts';
import { time, timeColumn } from './times.ts';

/** What people were asked and said, and what they wrote down. */
export function peopleTables(report: ReportModel, words: Words): Html {
  return html`${taskTable(report, words)}${noteTable(report, words)}`;
}

function taskTable(report: ReportModel, words: Words): Html | null {
  const { tasks } = report;
  const { people, sections } = words;
  if (tasks.length === 0) return null;
  return html`<h3>${sections.tasks}</h3>
${table(
  sections.tasks,
  [
    { title: people.asked },
    { title: people.of },
    timeColumn(report, words),
    { title: people.answer },
    { title: people.by },
    { title: people.waited, kind: 'number' },
  ],
  tasks.map((task) => [
    html`${task.title}<br><small>${task.action}</small>`,
    roleText(task.role, words),
    time(task.openedAt, report),
    taskText(task, words),
    answeredBy(task, words),
    task.waitedMs === null ? '' : words.duration(task.waitedMs),
  ]),
)}`;
}

function noteTable(report: ReportModel, words: Words): Html | null {
  const { notes } = report;
  const { people, sections } = words;
  if (notes.length === 0) return null;
  return html`<h3>${sections.notes}</h3>
${table(
  sections.notes,
  [{ title: people.note }, timeColumn(report, words), { title: people.by }],
  notes.map(({ text, file, at, who }) => [
    file ? html`${text}<br><small>${file.path}</small>` : text,
    time(at, report),
    personText(who, words),
  ]),
)}`;
}
