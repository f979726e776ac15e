import type { DateSpan, LocalDate } from '../core/schedule.ts';

/** Whether a day is in a span; one without a year is in every year, and may go on into the next one. */
export function isInSpan(day: LocalDate, { from, to }: DateSpan): boolean {
  const text = day.slice(-from.length);
  return from <= to ? from <= text && text <= to : text >= from || text <= to;
}

/** As it is written in a drill file. */
export function formatSpan({ from, to }: DateSpan): string {
  return from === to ? from : `${from} to ${to}`;
}
