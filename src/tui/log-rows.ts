import type { Instant } from '../core/ports.ts';
import { sinceImpact, type ToldRecord, timeOfDay } from './narration.ts';
import type { PageRow } from './page.ts';
import { wrapText } from './wrap-text.ts';

/** Columns from which the time, and the time since impact beside it, stand before each event. */
const TIME_FROM = 40;
const CLOCK_FROM = 64;

/** Every event of the run, in rows of at most `columns`. */
export function logRows(
  lines: readonly ToldRecord[],
  impact: Instant | undefined,
  columns: number,
): PageRow[] {
  return lines.flatMap(({ at, tone, text }) => {
    const clock =
      columns >= CLOCK_FROM && impact !== undefined ? `${sinceImpact(at, impact)}  ` : '';
    const lead = columns >= TIME_FROM ? `${timeOfDay(at)}  ${clock}` : '';
    const rows = wrapText(text, columns - lead.length);
    return rows.map((row, index) => ({
      text: `${index === 0 ? lead : ' '.repeat(lead.length)}${row}`,
      tone,
    }));
  });
}
