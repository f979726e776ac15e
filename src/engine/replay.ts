import type { AnyMachineSnapshot } from 'xstate';
import { DERIVED_RECORDS, deriveRecords, machineEvent } from '../core/derive-records.ts';
import { type Json, KunrenError } from '../core/failure.ts';
import { identifyRunbook } from '../core/identify-runbook.ts';
import type { JournalRecord } from '../core/record.ts';
import type { Runbook } from '../core/runbook.ts';
import { advanceRunbook, beginRunbook } from '../core/runbook-step.ts';
import { type Books, newBooks, note, runningActivities } from './books.ts';
import { sameJson } from './same-json.ts';

/** Where a run stands after its journal. */
export interface Replayed extends Books {
  /** Absent when only the books were opened: for clean-up, which needs no machine. */
  snapshot?: AnyMachineSnapshot;
}

/**
 * Reads a journal without its runbook's machine. Enough to abort and to clean up, under any version of the runbook.
 * @throws KunrenError `JOURNAL_MALFORMED`
 */
export function openBooks(records: readonly JournalRecord[]): Replayed {
  demandOpening(records);
  const books = newBooks();
  for (const record of records) note(books, record);
  return books;
}

/**
 * Folds a journal through its runbook.
 * @throws KunrenError `RUNBOOK_CHANGED` when the journal was written under another version or definition;
 * `REPLAY_DIVERGED` when the same runbook no longer gives the journal's records.
 */
export function replay(
  runbook: Runbook,
  records: readonly JournalRecord[],
): Replayed & { snapshot: AnyMachineSnapshot } {
  const opened = demandOpening(records);
  const { drill, run, environment } = opened.data;
  refuseOtherRunbook(runbook, opened.data.runbook);
  const first = beginRunbook(
    runbook.machine,
    runbook.input(drill, {
      run,
      environment: environment.kind,
      region: environment.region,
      accountId: environment.accountId,
      openedAt: opened.at,
      live: opened.data.live !== undefined,
    }),
  );
  const state = { ...newBooks(), snapshot: first.snapshot };
  state.missing.push(...deriveRecords(first, opened, new Set()));
  for (const record of records.slice(1)) {
    expectDerived(runbook, state, record);
    note(state, record);
    const event = state.aborted ? undefined : machineEvent(record);
    if (event) {
      const step = advanceRunbook(runbook.machine, state.snapshot, event);
      state.snapshot = step.snapshot;
      state.missing.push(...deriveRecords(step, record, runningActivities(state)));
    }
  }
  return state;
}

type Opening = JournalRecord & { readonly type: 'run.opened' };

function demandOpening(records: readonly JournalRecord[]): Opening {
  const opened = records[0];
  if (opened?.type === 'run.opened') return opened;
  throw new KunrenError({
    code: 'JOURNAL_MALFORMED',
    message: 'The journal does not begin with run.opened.',
    class: 'input',
  });
}

function refuseOtherRunbook(runbook: Runbook, journal: { version: string; hash: string }): void {
  const now = identifyRunbook(runbook);
  if (now.hash === journal.hash) return;
  const short = (hash: string) => hash.slice(0, 12);
  throw new KunrenError({
    code: 'RUNBOOK_CHANGED',
    message:
      `The run was started under runbook ${runbook.id} ${journal.version} (${short(journal.hash)}), ` +
      `but this is ${now.version} (${short(now.hash)}). A run goes on only under the runbook it began with; ` +
      'it can be aborted, with clean-up, under any.',
    class: 'input',
    details: { journal: { ...journal }, present: { version: now.version, hash: now.hash } },
  });
}

/** What was taken out at the journal's door cannot be compared any more. */
const REDACTED = '[redacted]';

function expectDerived(runbook: Runbook, state: Replayed, record: JournalRecord): void {
  if (!DERIVED_RECORDS.has(record.type)) return;
  if (state.aborted && record.type === 'activity.cancelled') return;
  const expected = state.missing.shift();
  const same =
    expected?.type === record.type &&
    (JSON.stringify(record.data).includes(REDACTED) ||
      sameJson(expected.data as Json, record.data as unknown as Json));
  if (same) return;
  throw new KunrenError({
    code: 'REPLAY_DIVERGED',
    message:
      `Record ${record.seq} (${record.type}) is not what runbook ${runbook.id} ${runbook.version} gives ` +
      `at this point (${expected?.type ?? 'nothing'}).`,
    class: 'bug',
    details: { seq: record.seq, journal: record.type, expected: expected?.type ?? null },
  });
}
