import { formatClock } from '../core/duration.ts';
import { createNarrator, type Narration } from '../core/narrate.ts';
import type { Instant } from '../core/ports.ts';
import type { JournalRecord } from '../core/record.ts';

/** A record that is worth a line, and the line. */
export interface ToldRecord extends Narration {
  readonly seq: number;
  readonly at: Instant;
}

/**
 * Narrates a growing journal, each record once.
 * @returns a function that takes all records so far; it gives the same array as long as nothing is new.
 */
export function createNarration(): (records: readonly JournalRecord[]) => readonly ToldRecord[] {
  let narrate = createNarrator();
  let count = 0;
  let lines: readonly ToldRecord[] = [];
  return (records) => {
    if (records.length < count) {
      narrate = createNarrator();
      count = 0;
      lines = [];
    }
    if (records.length === count) return lines;
    const fresh = records.slice(count).flatMap((record) => {
      const narration = narrate(record);
      return narration ? [{ ...narration, seq: record.seq, at: record.at }] : [];
    });
    count = records.length;
    if (fresh.length > 0) lines = [...lines, ...fresh];
    return lines;
  };
}

/** `01:07:12Z` */
export function timeOfDay(at: Instant): string {
  return `${at.slice(11, 19)}Z`;
}

/** `T+00:07:12`, counted from impact; `T-…` for what came before it. */
export function sinceImpact(at: Instant, impact: Instant): string {
  const ms = Date.parse(at) - Date.parse(impact);
  return ms <= -1000 ? `T-${formatClock(-ms)}` : `T+${formatClock(ms)}`;
}
