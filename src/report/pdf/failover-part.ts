import { offsetText } from '../format.ts';
import { lostText, requestsText } from '../outage-text.ts';
import { code, type Inline, lines, small, strong, toned } from './inline.ts';
import type { Node } from './node.ts';
import { definitions, subheading } from './parts.ts';
import type { Sheet } from './sheet.ts';

type Pair = readonly [string, Inline];

/** Of a failover: what users saw in figures, and who takes writes at the end. */
export function failoverPart(sheet: Sheet): Node[] {
  const { words } = sheet;
  const outage = outagePairs(sheet);
  const primary = primaryPairs(sheet);
  return [
    ...(outage.length === 0 ? [] : [subheading(words.failover.outage), definitions(outage)]),
    ...(primary.length === 0
      ? []
      : [subheading(words.failover.primaryAtEnd), definitions(primary)]),
  ];
}

function outagePairs(sheet: Sheet): Pair[] {
  const { report, words } = sheet;
  const { outage, lostWrites, timeline } = report;
  const { failover, labels } = words;
  if (outage === null) return [];
  const first = lostWrites?.first ?? null;
  const since = (instant: string) =>
    offsetText(Date.parse(instant) - Date.parse(timeline.originAt), words);
  const isOver = outage.firstFailureAt === null || outage.recoveredAt !== null;
  return [
    [failover.outage, strong(outageText(sheet))],
    ...(outage.durationMs === null
      ? []
      : [[labels.error, failover.aboutBy(words.duration(outage.errorMs))] as const]),
    [failover.requests, requestsText(outage, words)],
    ...(isOver ? [] : [[failover.recovered, toned('bad', failover.stillFailing)] as const]),
    [failover.lostWrites, lostText(lostWrites, words)],
    ...(first === null
      ? []
      : [[failover.firstLost, [code(first.key), `  ${since(first.at)}`]] as const]),
    [failover.logOf, outage.source],
  ];
}

/** How long users were without service, or that they were not. */
export function outageText({ report: { outage }, words }: Sheet): string {
  const { failover } = words;
  if (outage === null || outage.sent === 0) return failover.nothingSent;
  return outage.durationMs === null ? failover.noFailure : words.duration(outage.durationMs);
}

function primaryPairs({ report, words }: Sheet): Pair[] {
  const { test, primaryAtEnd, failback, cleanUp } = report;
  const { failover } = words;
  if (test.type !== 'failover') return [];
  return [
    [failover.primaryAtEnd, strong(primaryAtEnd ?? failover.notSaid)],
    [failover.mode, words.mode[test.mode]],
    ...(test.live === null
      ? []
      : [
          [
            failover.confirmed,
            failover.confirmedBy[test.live.how](test.live.workload, test.live.by),
          ] as const,
        ]),
    [
      failover.failback,
      failback === null
        ? failover.noFailback
        : failover.tookFailback(words.duration(failback.tookMs)),
    ],
    ...cleanUp.resources
      .filter(({ status }) => status === 'handed-over')
      .map(
        ({ type, id, region }) =>
          [failover.handedOver, lines(code(id), small(words.list([type, region])))] as const,
      ),
  ];
}
