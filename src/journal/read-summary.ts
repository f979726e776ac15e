import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import type { JournalRecord } from '../core/record.ts';
import { type RunSummary, summarizeRun } from '../core/run-summary.ts';
import { emptyJournal, unreadableJournal } from './journal-errors.ts';
import { JOURNAL_FILE, refuseUnfit } from './read-journal.ts';
import { parseRecord } from './record-line.ts';

/** The first record holds the drill with its SQL; most fit. */
const HEAD_BYTES = 32 * 1024;
/** `run.finished` is the last record, but for what people and clean-ups have added. */
const TAIL_BYTES = 8 * 1024;

/**
 * The summary of a run by the two ends of its journal, so that a thousand of them are read in the time of one whole.
 * Both records are checked against their own hash; the chain between them is not.
 * Synchronous: each read takes less than a trip through the thread pool.
 * @throws KunrenError `JOURNAL_MISSING`, `JOURNAL_EMPTY`, `JOURNAL_TAMPERED`, `JOURNAL_MALFORMED`, `JOURNAL_NEWER` or
 * `JOURNAL_UNREADABLE`
 */
export function readSummary(folder: string): RunSummary {
  const path = join(folder, JOURNAL_FILE);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    return summarizeRun(folder, readOpened(file, size, path), findFinished(file, size));
  } catch (error) {
    throw error instanceof KunrenError ? error : unreadableJournal(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readOpened(file: number, size: number, path: string): Of<'run.opened'> {
  const line = firstLine(file, size);
  if (line === undefined) throw emptyJournal(path);
  const parsed = parseRecord(line);
  const opened = 'record' in parsed ? parsed.record : undefined;
  refuseUnfit(
    {
      records: opened ? [opened] : [],
      ...('problem' in parsed && {
        problem: { line: 1, reason: parsed.problem, message: 'Line 1 is not what was written.' },
      }),
    },
    path,
  );
  if (opened?.type !== 'run.opened') throw malformed(path, 'does not begin with run.opened');
  // A folder that was renamed or copied would count twice, or for another run.
  const { run } = opened.data;
  if (run !== basename(path.slice(0, -JOURNAL_FILE.length))) {
    throw malformed(path, `is that of run ${run}`);
  }
  return opened;
}

function malformed(path: string, what: string): KunrenError {
  return new KunrenError({
    code: 'JOURNAL_MALFORMED',
    message: `The journal ${path} ${what}.`,
    class: 'input',
  });
}

function firstLine(file: number, size: number): Buffer | undefined {
  for (const bytes of growing(HEAD_BYTES, size)) {
    const head = readAt(file, 0, bytes);
    const end = head.indexOf('\n');
    if (end !== -1) return head.subarray(0, end);
  }
  return undefined;
}

/** From the end backwards, in growing parts. A run that has not ended is read whole, once. */
function findFinished(file: number, size: number): Of<'run.finished'> | undefined {
  for (const bytes of growing(TAIL_BYTES, size)) {
    const tail = readAt(file, size - bytes, bytes);
    // Inside a string of another record the quotes would be escaped.
    const at = tail.lastIndexOf('"type":"run.finished"');
    if (at === -1) continue;
    const start = tail.lastIndexOf('\n', at) + 1;
    // The beginning of the line may lie before this part.
    if (start === 0 && bytes < size) continue;
    const end = tail.indexOf('\n', at);
    const parsed = parseRecord(tail.subarray(start, end === -1 ? undefined : end));
    return 'record' in parsed && parsed.record.type === 'run.finished' ? parsed.record : undefined;
  }
  return undefined;
}

function* growing(first: number, size: number): Generator<number> {
  for (let bytes = first; bytes < size; bytes *= 8) yield bytes;
  if (size > 0) yield size;
}

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, position));
}

type Of<Type extends JournalRecord['type']> = Extract<JournalRecord, { readonly type: Type }>;
