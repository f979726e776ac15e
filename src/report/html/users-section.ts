import { offsetText } from '../format.ts';
import { lostText, requestsText } from '../outage-text.ts';
import type { ReportModel } from '../schema.ts';
import { timeText } from '../times.ts';
import type { Words } from '../words.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { outageChart } from './outage-chart.ts';
import { code, definitions, section } from './parts.ts';

/** What users saw, by the log of a client; nothing where no log was read. */
export function usersSection(report: ReportModel, words: Words): Html | null {
  const { outage, lostWrites } = report;
  if (outage === null && lostWrites === null) return null;
  const chart = outageChart(report, words);
  return section('users', words.sections.users, chart === null ? null : words.lead.users, [
    chart,
    definitions([
      ...(outage === null ? [] : requests(outage, report, words)),
      ...writes(report, words),
    ]),
  ]);
}

type Pair = readonly [string, HtmlPart];

function requests(
  outage: NonNullable<ReportModel['outage']>,
  report: ReportModel,
  words: Words,
): Pair[] {
  const { failover } = words;
  const { durationMs, errorMs, firstFailureAt, lastFailureAt, recoveredAt, sent } = outage;
  const when = (name: string, instant: string | null): Pair[] =>
    instant === null ? [] : [[name, moment(instant, report, words)]];
  return [
    ...(durationMs === null
      ? []
      : ([
          [
            failover.outage,
            html`${words.duration(durationMs)} <small>${failover.aboutBy(words.duration(errorMs))}</small>`,
          ],
        ] as const)),
    ...when(failover.firstFailure, firstFailureAt),
    ...when(failover.lastFailure, lastFailureAt),
    ...(firstFailureAt !== null && recoveredAt === null
      ? ([[failover.recovered, failover.stillFailing]] as const)
      : when(failover.recovered, recoveredAt)),
    [failover.requests, requestsText({ ...outage, sent }, words)],
    [failover.logOf, outage.source],
  ];
}

function writes(report: ReportModel, words: Words): Pair[] {
  const { lostWrites, outage } = report;
  const { failover } = words;
  const first = lostWrites?.first ?? null;
  const source = lostWrites?.source ?? null;
  return [
    [failover.lostWrites, lostText(lostWrites, words)],
    ...(first === null
      ? []
      : ([
          [failover.firstLost, html`${code(first.key)}<br>${moment(first.at, report, words)}`],
        ] as const)),
    ...(source === null || source === outage?.source ? [] : ([[failover.logOf, source]] as const)),
  ];
}

function moment(instant: string, report: ReportModel, words: Words): Html {
  const ms = Date.parse(instant) - Date.parse(report.timeline.originAt);
  return html`${timeText(instant, report, words)} <small>${offsetText(ms, words)}</small>`;
}
