import type { Fact } from '../core/activity.ts';
import { openGates } from '../core/open-choices.ts';
import type { Ms } from '../core/ports.ts';
import type { JournalRecord } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import { openAnswers, taskInView, tasksOpen } from './open-answers.ts';
import type { TypedField } from './screen-state.ts';
import { taskLines } from './task-lines.ts';
import { wrapText } from './wrap-text.ts';

/** One row of what the screen says while the run waits for a decision. */
export interface GateRow {
  readonly kind: 'title' | 'fact' | 'choice' | 'field';
  readonly text: string;
  /** The key that gives the answer; absent on its further rows. */
  readonly number?: number;
}

/** Columns before the text of an answer, where its number stands. */
export const NUMBER_WIDTH = 5;

/** What the screen adds to the run's state. */
export interface AskView {
  /** Wall-clock ms. */
  readonly now: Ms;
  /** The step whose task was turned to. */
  readonly task?: string | undefined;
  readonly field?: TypedField | undefined;
}

/**
 * What is asked of people: gates with what is true now, the task in view, and the numbered answers. Empty when there is
 * nothing. Where room is short the facts go first, and every answer takes one row.
 * @param most rows that it should take
 */
export function gateRows(
  state: RunState,
  records: readonly JournalRecord[],
  columns: number,
  most: number,
  view: AskView,
): readonly GateRow[] {
  const wide = columns - 2;
  const wrapped = questionRows(state, wide, view);
  if (wrapped.length === 0) return [];
  const rows =
    wrapped.length <= most ? wrapped : questionRows(state, Number.POSITIVE_INFINITY, view);
  const facts = factsShown(state, records, view).flatMap((line) =>
    wrapText(line, wide).map((text): GateRow => ({ kind: 'fact', text })),
  );
  const shown = facts.slice(0, Math.max(0, most - rows.length));
  const firstChoice = rows.findIndex(({ kind }) => kind === 'choice' || kind === 'field');
  return rows.toSpliced(firstChoice, 0, ...shown);
}

function questionRows(state: RunState, columns: number, view: AskView): GateRow[] {
  const task = taskInView(state, view.task);
  const numbered = openAnswers(state, view.task).map((answer, index) => ({
    ...answer,
    number: index + 1,
  }));
  const answersOf = (ask: string) =>
    numbered
      .filter((answer) => answer.ask === ask)
      .flatMap(({ number, label }) =>
        wrapText(label, columns - NUMBER_WIDTH).map(
          (text, index): GateRow => ({ kind: 'choice', text, ...(index === 0 && { number }) }),
        ),
      );
  const titled = (text: string) =>
    wrapText(text, columns).map((line): GateRow => ({ kind: 'title', text: line }));
  return [
    ...openGates(state).flatMap(({ id, title }) => [
      ...titled(`DECIDE: ${title}`),
      ...answersOf(id),
    ]),
    ...(task
      ? [
          ...titled(`${task.prompt.role.toUpperCase()}: ${task.prompt.action}`),
          ...(view.field?.answer.ask === task.activity
            ? fieldRows(view.field)
            : answersOf(task.activity)),
        ]
      : []),
  ];
}

function fieldRows({ answer, text }: TypedField): GateRow[] {
  if (answer.sends.type !== 'field') return [{ kind: 'field', text: `${answer.label}: ${text}` }];
  const { of, as } = answer.sends;
  return [{ kind: 'field', text: `${of}: ${as === 'secret' ? masked(text) : text}` }];
}

/** Somebody may look over the shoulder, or share the screen. */
function masked(text: string): string {
  return '*'.repeat([...text].length);
}

function factsShown(
  state: RunState,
  records: readonly JournalRecord[],
  { now, task: wanted }: AskView,
): readonly string[] {
  const task = taskInView(state, wanted);
  const others = tasksOpen(state).filter((one) => one !== task);
  return [
    ...(task ? taskLines(state, task, others, now) : []),
    ...(openGates(state).length > 0
      ? factsNow(records).map(({ label, value }) => `${label}: ${value}`)
      : []),
  ];
}

/** What the newest look found that found anything, after what has failed since. */
function factsNow(records: readonly JournalRecord[]): readonly Fact[] {
  const index = records.findLastIndex(
    ({ type, data }) => type === 'activity.succeeded' && 'facts' in data && data.facts,
  );
  const newest = records[index];
  const failed = records.slice(index + 1).flatMap((record) => {
    if (record.type !== 'activity.failed') return [];
    const { message, code } = record.data.failure;
    return [{ label: 'Failed', value: `${message} (${code})` }];
  });
  const facts = newest?.type === 'activity.succeeded' ? (newest.data.facts ?? []) : [];
  return [...failed, ...facts];
}
