import { hash } from 'node:crypto';
import type { Envelope, JournalRecord, RecordBody } from '../core/record.ts';

/** `prev` of the first record. */
export const GENESIS = '0'.repeat(64);

/** The last record of a chain, as far as the next one depends on it. */
export interface ChainHead {
  /** 0 before the first record. */
  readonly seq: number;
  readonly hash: string;
}

/** Where every journal begins. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: GENESIS };

/** Why bytes are not a record. */
export type LineProblem = 'malformed' | 'hash';

/** A sealed line ends with `,"hash":"` + 64 hex digits + `"}`; the hash covers all that stands before. */
const SEAL_START = ',"hash":"';
const SEAL_END = '"}';
const SEAL_BYTES = SEAL_START.length + 64 + SEAL_END.length;

/** Finds where a sealed line may end; in text decoded as latin1, so that places are byte offsets. */
export const SEAL_PATTERN = /,"hash":"[0-9a-f]{64}"\}/g;

/**
 * Makes the line of a record, without its newline.
 * The record is what a reader of the line gets: `undefined` is gone, numbers are JSON numbers.
 */
export function sealRecord(
  body: RecordBody,
  envelope: Omit<Envelope, 'hash'>,
): { readonly record: JournalRecord; readonly line: string } {
  const { seq, at, mono, prev } = envelope;
  const { type, data } = body;
  const covered = JSON.stringify({ seq, at, mono, type, data, prev }).slice(0, -1);
  const line = `${covered}${SEAL_START}${hash('sha256', covered)}${SEAL_END}`;
  return { record: JSON.parse(line) as JournalRecord, line };
}

/**
 * Reads one line, without its newline, and verifies its hash.
 * Whether it follows on the line before is for the reader of the whole to say.
 */
export function parseRecord(
  line: Buffer,
): { readonly record: JournalRecord } | { readonly problem: LineProblem } {
  const covered = line.length - SEAL_BYTES;
  if (covered <= 0) return { problem: 'malformed' };
  const seal = line.toString('latin1', covered);
  if (!seal.startsWith(SEAL_START) || !seal.endsWith(SEAL_END)) return { problem: 'malformed' };
  const claimed = seal.slice(SEAL_START.length, -SEAL_END.length);
  if (hash('sha256', line.subarray(0, covered)) !== claimed) return { problem: 'hash' };
  try {
    const record: unknown = JSON.parse(line.toString('utf8'));
    return isRecord(record) ? { record } : { problem: 'malformed' };
  } catch {
    return { problem: 'malformed' };
  }
}

function isRecord(value: unknown): value is JournalRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, at, mono, type, data, prev } = value as { readonly [key: string]: unknown };
  return (
    Number.isSafeInteger(seq) &&
    typeof at === 'string' &&
    typeof mono === 'number' &&
    typeof type === 'string' &&
    typeof data === 'object' &&
    data !== null &&
    typeof prev === 'string'
  );
}
