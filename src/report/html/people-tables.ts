import { timeOfDay } from '../format.ts';
import { roleText } from '../participant-text.ts';
import type { ReportModel } from '../schema.ts';
import { answeredBy, personText, taskText } from '../task-text.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './html.ts';
import { table } from './parts.ts';

/** What people were asked and said, and what they wrote down. */
export function peopleTables(report: ReportModel, words: Words): Html {
  return html`${taskTable(report, words)}${noteTable(report, words)}`;
}

function taskTable({ tasks, openedAt }: ReportModel, words: Words): Html | null {
  const { people, labels, sections } = words;
  if (tasks.length === 0) return null;
  return html`<h3>${sections.tasks}</h3>
${table(
  sections.tasks,
  [
    { title: people.asked },
    { title: people.of },
    { title: labels.time, kind: 'time' },
    { title: people.answer },
    { title: people.by },
    { title: people.waited, kind: 'number' },
  ],
  tasks.map((task) => [
    html`${task.title}<br><small>${task.action}</small>`,
    roleText(task.role, words),
    timeOfDay(task.openedAt, openedAt),
    taskText(task, words),
    answeredBy(task, words),
    task.waitedMs === null ? '' : words.duration(task.waitedMs),
  ]),
)}`;
}

function noteTable({ notes, openedAt }: ReportModel, words: Words): Html | null {
  const { people, labels, sections } = words;
  if (notes.length === 0) return null;
  return html`<h3>${sections.notes}</h3>
${table(
  sections.notes,
  [{ title: people.note }, { title: labels.time, kind: 'time' }, { title: people.by }],
  notes.map(({ text, file, at, who }) => [
    file ? html`${text}<br><small>${file.path}</small>` : text,
    timeOfDay(at, openedAt),
    personText(who, words),
  ]),
)}`;
}
