import type { JournalRecord } from '../core/record.ts';
import {
  type ChainHead,
  EMPTY_CHAIN,
  type LineProblem,
  parseRecord,
  SEAL_PATTERN,
} from './record-line.ts';

/** What the bytes of a journal hold. */
export interface Scan {
  /** Complete, unchanged and in sequence, from the first on. */
  readonly records: readonly JournalRecord[];
  /** Bytes that the records take up. */
  readonly end: number;
  /** The last record lacks its newline. */
  readonly unterminated: boolean;
  /** Bytes after the records that an interrupted write has left; they are no record and never were one. */
  readonly tornBytes: number;
  /** The bytes after the records cannot come from an interrupted write. */
  readonly problem?: JournalProblem;
}

export interface JournalProblem {
  /** Counted from 1. */
  readonly line: number;
  /**
   * - `malformed`: the line is not a record.
   * - `hash`: the line's bytes are not those that its hash was taken over.
   * - `sequence`: the line's number is not the next one.
   * - `chain`: the line does not continue the line before.
   * - `damaged`: whole records stand behind bytes that are none.
   */
  readonly reason: LineProblem | 'sequence' | 'chain' | 'damaged';
  /** One sentence. */
  readonly message: string;
}

const NEWLINE = 0x0a;
const NUL = 0x00;

/** A disk writes no less than a sector, so what it left out begins at a multiple of this. */
const SECTOR = 512;

/**
 * Reads as many records as follow on `after`, and says what the rest is.
 *
 * An interrupted write leaves the beginning of what was written, or sectors of zeros where the file grew before its
 * content came. A line that has its newline and no such zeros, but is no record, was changed.
 *
 * @param bytes a whole journal, or a part of one that begins at `offset`
 */
export function scanJournal(bytes: Buffer, after: ChainHead = EMPTY_CHAIN, offset = 0): Scan {
  const records: JournalRecord[] = [];
  let head = after;
  let end = 0;
  const rest = (problem?: JournalProblem, unterminated = false): Scan => ({
    records,
    end,
    unterminated,
    tornBytes: problem ? 0 : bytes.length - end,
    ...(problem && { problem }),
  });

  for (;;) {
    const newline = bytes.indexOf(NEWLINE, end);
    if (newline === -1) break;
    const parsed = parseRecord(bytes.subarray(end, newline));
    const reason = 'problem' in parsed ? parsed.problem : breaks(parsed.record, head);
    if ('record' in parsed && !reason) {
      records.push(parsed.record);
      head = parsed.record;
      end = newline + 1;
      continue;
    }
    if (!hasUnwrittenSector(bytes, end, newline, offset)) {
      return rest(problemAt(head.seq + 1, reason ?? 'malformed'));
    }
    break;
  }

  const last = recordAtStart(bytes.subarray(end));
  if (last) {
    const reason = breaks(last.record, head);
    if (reason) return rest(problemAt(head.seq + 1, reason));
    records.push(last.record);
    head = last.record;
    end += last.bytes;
  }
  const tail = bytes.subarray(end);
  if (holdsRecord(tail)) return rest(problemAt(head.seq + 1, 'damaged'));
  if (isWholeButWrong(tail)) return rest(problemAt(head.seq + 1, 'hash'));
  return rest(undefined, last !== undefined);
}

function hasUnwrittenSector(bytes: Buffer, start: number, end: number, offset: number): boolean {
  const zero = bytes.subarray(start, end).indexOf(NUL);
  return zero === 0 || (zero > 0 && (offset + start + zero) % SECTOR === 0);
}

function breaks(record: JournalRecord, head: ChainHead): 'sequence' | 'chain' | undefined {
  if (record.seq !== head.seq + 1) return 'sequence';
  return record.prev === head.hash ? undefined : 'chain';
}

/** A record whose newline is missing, or has something else in its place. */
function recordAtStart(tail: Buffer): { record: JournalRecord; bytes: number } | undefined {
  for (const seal of tail.toString('latin1').matchAll(SEAL_PATTERN)) {
    const bytes = seal.index + seal[0].length;
    const parsed = parseRecord(tail.subarray(0, bytes));
    if ('record' in parsed) return { record: parsed.record, bytes };
  }
  return undefined;
}

/** True when something after a damaged place is a whole record: then more than a write was lost. */
function holdsRecord(tail: Buffer): boolean {
  const starts = tail.toString('latin1').matchAll(/\{"seq":/g);
  return [...starts].some((start) => recordAtStart(tail.subarray(start.index)) !== undefined);
}

/** A line that lacks only its newline and yet has the wrong hash was not cut off, but changed. */
function isWholeButWrong(tail: Buffer): boolean {
  const text = tail.toString('latin1').replace(/\0+$/, '');
  if (text.includes('\0') || text.includes('\n')) return false;
  return /,"hash":"[0-9a-f]{64}"\}$/.test(text);
}

function problemAt(line: number, reason: JournalProblem['reason']): JournalProblem {
  return { line, reason, message: MESSAGES[reason](line) };
}

const MESSAGES: { readonly [Reason in JournalProblem['reason']]: (line: number) => string } = {
  malformed: (line) => `Line ${line} is not a record.`,
  hash: (line) => `Line ${line} was changed after it was written: its hash does not fit its bytes.`,
  sequence: (line) =>
    `Line ${line} carries another number than ${line}: a line was added, removed or moved.`,
  chain: (line) =>
    `Line ${line} does not continue line ${line - 1}: a line before it was replaced.`,
  damaged: (line) => `Line ${line} is damaged, and whole records stand behind it.`,
};
