import { offsetText } from '../format.ts';
import { lostText, requestsText } from '../outage-text.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { card, chip, code, definitions, type Tone } from './parts.ts';

type Pair = readonly [string, HtmlPart];

/** What users saw, in figures; the chart stands in a section of its own. */
export function outageCard(report: ReportModel, words: Words): Html | null {
  const { outage, lostWrites, timeline } = report;
  const { failover } = words;
  if (outage === null) return null;
  const { durationMs, errorMs, firstFailureAt, recoveredAt, failed, sent } = outage;
  const first = lostWrites?.first ?? null;
  const isOver = firstFailureAt === null || recoveredAt !== null;
  const tone: Tone = sent === 0 ? 'open' : !isOver ? 'bad' : failed === 0 ? 'good' : 'plain';
  const since = (instant: string) =>
    offsetText(Date.parse(instant) - Date.parse(timeline.originAt), words);
  const pairs: Pair[] = [
    ...(isOver ? [] : ([[failover.recovered, failover.stillFailing]] as const)),
    ...(durationMs === null
      ? []
      : ([[words.labels.error, failover.aboutBy(words.duration(errorMs))]] as const)),
    [failover.lostWrites, lostText(lostWrites, words)],
    ...(first === null
      ? []
      : ([
          [failover.firstLost, html`${code(first.key)} <small>${since(first.at)}</small>`],
        ] as const)),
    [failover.logOf, outage.source],
  ];
  return card(
    failover.outage,
    null,
    tone,
    html`<p class="figure">${
      durationMs === null
        ? html`<span class="absent">${sent === 0 ? failover.nothingSent : failover.noFailure}</span>`
        : words.duration(durationMs)
    } ${sent > 0 && chip(tone === 'plain' ? 'open' : tone, requestsText(outage, words))}${
      lostWrites !== null &&
      lostWrites.lost > 0 &&
      chip('open', failover.writesLost(lostWrites.lost, words.number(lostWrites.lost)))
    }</p>
${definitions(pairs)}`,
  );
}

/** Who takes writes at the end, in which mode it came to that, and how long the way back took. */
export function primaryCard(report: ReportModel, words: Words): Html | null {
  const { test, primaryAtEnd, failback, cleanUp } = report;
  const { failover } = words;
  if (test.type !== 'failover') return null;
  const handedOver = cleanUp.resources.filter(({ status }) => status === 'handed-over');
  const pairs: Pair[] = [
    [failover.mode, words.mode[test.mode]],
    ...(test.live === null
      ? []
      : ([
          [
            failover.confirmed,
            failover.confirmedBy[test.live.how](test.live.workload, test.live.by),
          ],
        ] as const)),
    [
      failover.failback,
      failback === null
        ? failover.noFailback
        : html`${failover.tookFailback(words.duration(failback.tookMs))}`,
    ],
    ...handedOver.map(
      ({ type, id, region }) =>
        [
          failover.handedOver,
          html`${code(id)}<br><small>${words.list([type, region])}</small>`,
        ] as const,
    ),
  ];
  return card(
    failover.primaryAtEnd,
    null,
    primaryAtEnd === null ? 'open' : 'plain',
    html`<p class="figure name">${primaryAtEnd ?? html`<span class="absent">${failover.notSaid}</span>`} ${
      test.mode === 'live' && chip('bad', words.live)
    }</p>
${definitions(pairs)}`,
  );
}
