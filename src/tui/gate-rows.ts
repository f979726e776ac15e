import type { Fact } from '../core/activity.ts';
import { openChoices, openGates } from '../core/open-choices.ts';
import type { JournalRecord } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import { wrapText } from './wrap-text.ts';

/** One row of what the screen says while the run waits for a decision. */
export interface GateRow {
  readonly kind: 'title' | 'fact' | 'choice';
  readonly text: string;
  /** The key that gives the answer; absent on its further rows. */
  readonly number?: number;
}

/** Columns before the text of an answer, where its number stands. */
export const NUMBER_WIDTH = 5;

/**
 * What the operator has to decide: the gate, what is true now, and the numbered answers. Empty when there is nothing.
 * Where room is short the facts go first, and every answer takes one row.
 * @param most rows that it should take
 */
export function gateRows(
  state: RunState,
  records: readonly JournalRecord[],
  columns: number,
  most: number,
): readonly GateRow[] {
  const wide = columns - 2;
  const wrapped = questionRows(state, wide);
  if (wrapped.length === 0) return [];
  const rows = wrapped.length <= most ? wrapped : questionRows(state, Number.POSITIVE_INFINITY);
  const facts = factsNow(records).flatMap(({ label, value }) =>
    wrapText(`${label}: ${value}`, wide).map((text): GateRow => ({ kind: 'fact', text })),
  );
  const shown = facts.slice(0, Math.max(0, most - rows.length));
  const firstChoice = rows.findIndex(({ kind }) => kind === 'choice');
  return rows.toSpliced(firstChoice, 0, ...shown);
}

function questionRows(state: RunState, columns: number): GateRow[] {
  const numbered = openChoices(state).map((choice, index) => ({ ...choice, number: index + 1 }));
  return openGates(state).flatMap(({ id, title }) => [
    ...wrapText(`DECIDE: ${title}`, columns).map((text): GateRow => ({ kind: 'title', text })),
    ...numbered
      .filter(({ gate }) => gate === id)
      .flatMap(({ number, label }) =>
        wrapText(label, columns - NUMBER_WIDTH).map(
          (text, index): GateRow => ({ kind: 'choice', text, ...(index === 0 && { number }) }),
        ),
      ),
  ]);
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
