import type { ReportModel } from '../schema.ts';
import { fullTimes, type Times, timesOfDay, timeTitle } from '../times.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './html.ts';
import type { Column } from './parts.ts';

/** A column of times; under each in UTC stands what clocks showed in the report's zone. */
export function timeColumn(report: ReportModel, words: Words): Column {
  const [title = '', zone] = timeTitle(report, words);
  return {
    title: zone === undefined ? title : html`${title}<br><small>${zone}</small>`,
    kind: 'time',
  };
}

/** The time of a day, for a table. */
export function time(instant: string, report: ReportModel): Html {
  return stacked(timesOfDay(instant, report));
}

/** Date and time, for a reader who sees no other time beside it. */
export function fullTime(instant: string, report: ReportModel, words: Words): Html {
  return html`<time datetime="${instant}">${stacked(fullTimes(instant, report, words))}</time>`;
}

function stacked({ utc, local }: Times): Html {
  return html`${utc}${local !== null && html`<br><small>${local}</small>`}`;
}
