import { fullTimes, type Times, timesOfDay, timeTitle } from '../times.ts';
import { type Inline, lines, small } from './inline.ts';
import type { Sheet } from './sheet.ts';
import type { Column } from './table.ts';

/** A column of times; under each in UTC stands what clocks showed in the report's zone. */
export function timeColumn({ report, words }: Sheet): Column {
  return { title: timeTitle(report, words).join('\n'), kind: 'time' };
}

/** The time of a day, for a table. */
export function time(instant: string, { report }: Sheet): Inline {
  return stacked(timesOfDay(instant, report));
}

/** Date and time, in one line. */
export function fullTime(instant: string, { report, words }: Sheet): Inline {
  const { utc, local } = fullTimes(instant, report, words);
  return [utc, local !== null && ['   ', small(local)]];
}

/** Date and time, for a table. */
export function dateAndTime(instant: string, { report, words }: Sheet): Inline {
  return stacked(fullTimes(instant, report, words));
}

function stacked({ utc, local }: Times): Inline {
  return lines(utc, local !== null && small(local));
}
