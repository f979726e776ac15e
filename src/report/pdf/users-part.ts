import { offsetText } from '../format.ts';
import { lostText, requestsText } from '../outage-text.ts';
import type { ReportModel } from '../schema.ts';
import { timeText } from '../times.ts';
import type { Words } from '../words.ts';
import { code, type Inline, lines, small } from './inline.ts';
import type { Node } from './node.ts';
import { outageChart } from './outage-chart.ts';
import { definitions, section } from './parts.ts';
import type { Sheet } from './sheet.ts';

type Pair = readonly [string, Inline];

/** What users saw, by the log of a client; nothing where no log was read. */
export function usersPart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  if (report.outage === null && report.lostWrites === null) return [];
  const chart = outageChart(sheet);
  return section('users', words.sections.users, chart === null ? null : words.lead.users, [
    chart,
    definitions([...requests(sheet), ...writes(sheet)]),
  ]);
}

function requests({ report, words }: Sheet): Pair[] {
  const { outage } = report;
  const { failover } = words;
  if (outage === null) return [];
  const { durationMs, errorMs, firstFailureAt, lastFailureAt, recoveredAt } = outage;
  const when = (name: string, instant: string | null): Pair[] =>
    instant === null ? [] : [[name, moment(instant, report, words)]];
  return [
    ...(durationMs === null
      ? []
      : [
          [
            failover.outage,
            [words.duration(durationMs), small(`  ${failover.aboutBy(words.duration(errorMs))}`)],
          ] as const,
        ]),
    ...when(failover.firstFailure, firstFailureAt),
    ...when(failover.lastFailure, lastFailureAt),
    ...(firstFailureAt !== null && recoveredAt === null
      ? [[failover.recovered, failover.stillFailing] as const]
      : when(failover.recovered, recoveredAt)),
    [failover.requests, requestsText(outage, words)],
    [failover.logOf, outage.source],
  ];
}

function writes({ report, words }: Sheet): Pair[] {
  const { lostWrites, outage } = report;
  const { failover } = words;
  const first = lostWrites?.first ?? null;
  const source = lostWrites?.source ?? null;
  return [
    [failover.lostWrites, lostText(lostWrites, words)],
    ...(first === null
      ? []
      : [[failover.firstLost, lines(code(first.key), moment(first.at, report, words))] as const]),
    ...(source === null || source === outage?.source ? [] : [[failover.logOf, source] as const]),
  ];
}

function moment(instant: string, report: ReportModel, words: Words): Inline {
  const ms = Date.parse(instant) - Date.parse(report.timeline.originAt);
  return [timeText(instant, report, words), small(`   ${offsetText(ms, words)}`)];
}
