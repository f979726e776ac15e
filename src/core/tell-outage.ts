import { formatDuration } from './duration.ts';
import { measureOutage } from './measure-outage.ts';
import type { LostWrites, UserOutage } from './outage.ts';

/** What the words stand in for: a sentence, or a row with little room. */
export type OutageWords = 'full' | 'short';

/**
 * What users saw, in parts of one line: `12.4 s without service`, `118 of 2,310 requests failed`,
 * `37 acknowledged writes lost`. Empty where nobody looked.
 */
export function tellOutage(
  { outage, lostWrites }: { readonly outage?: UserOutage; readonly lostWrites?: LostWrites },
  words: OutageWords = 'full',
): string[] {
  return [
    ...(outage ? tellRequests(outage, words === 'short') : []),
    ...(lostWrites ? [tellLost(lostWrites, words === 'short')] : []),
  ];
}

function tellRequests(outage: UserOutage, isShort: boolean): string[] {
  const { sent, failed } = outage;
  if (sent === 0) return [isShort ? 'nothing sent' : 'no request was sent, so nothing is known'];
  const requests = isShort ? '' : ' requests';
  if (failed === 0) return [`none of ${grouped(sent)}${requests} failed`];
  const measure = measureOutage(outage);
  const lasted = measure ? [tellLength(measure, isShort)] : [];
  return [...lasted, `${grouped(failed)} of ${grouped(sent)}${requests} failed`];
}

function tellLength(
  { ms, isOver }: NonNullable<ReturnType<typeof measureOutage>>,
  isShort: boolean,
): string {
  const lasted = formatDuration(ms);
  if (isOver) return isShort ? `${lasted} out` : `${lasted} without service`;
  return isShort ? `still out, ${lasted}` : `still without service, for ${lasted} so far`;
}

function tellLost({ acknowledged, lost }: LostWrites, isShort: boolean): string {
  const writes = (count: number) => {
    const noun = count === 1 ? 'write' : 'writes';
    return isShort ? noun : `acknowledged ${noun}`;
  };
  if (acknowledged === 0) return `no ${writes(1)} was looked for`;
  if (lost === 0) return `none of ${grouped(acknowledged)} ${writes(acknowledged)} lost`;
  return `${grouped(lost)} ${writes(lost)} lost`;
}

/** `2,310` */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
