import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

type Seen = Pick<ReportModel, 'outage' | 'lostWrites'>;

/** What users saw, in a sentence or two; nothing where nobody looked. */
export function summarizeOutage({ outage, lostWrites }: Seen, words: Words): string[] {
  return [
    ...(outage === null || outage.sent === 0 ? [] : [requestsSentence(outage, words)]),
    ...(lostWrites === null || lostWrites.lost === 0
      ? []
      : [words.failover.summary.lost(lostWrites.lost, words.number(lostWrites.lost))]),
  ];
}

function requestsSentence(outage: NonNullable<Seen['outage']>, words: Words): string {
  const { summary } = words.failover;
  const sent = words.number(outage.sent);
  if (outage.failed === 0) return summary.unharmed(sent);
  const requests = summary.requests(words.number(outage.failed), sent);
  if (outage.durationMs === null) return words.sentence(requests);
  const lasted = words.duration(outage.durationMs);
  const told = outage.recoveredAt === null ? summary.stillOut(lasted) : summary.outage(lasted);
  return summary.outageAndRequests(told, requests);
}

/** `118 of 2 310 failed`, or why there is no such figure. */
export function requestsText({ sent, failed }: NonNullable<Seen['outage']>, words: Words): string {
  const { failover } = words;
  if (sent === 0) return failover.nothingSent;
  return failover.failedOf(words.number(failed), words.number(sent));
}

/** `37 of 1 204 lost`, or why there is no such figure. */
export function lostText(lostWrites: Seen['lostWrites'], words: Words): string {
  const { failover } = words;
  if (lostWrites === null) return failover.notCompared;
  const { acknowledged, lost } = lostWrites;
  if (acknowledged === 0) return failover.nobodyLooked;
  return failover.lostOf(words.number(lost), words.number(acknowledged));
}
