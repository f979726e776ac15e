import { formatDuration } from '../core/duration.ts';
import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** Whose data is recovered. */
export function databaseText({ workload: { database } }: ReportModel, words: Words): string {
  return database === null ? words.noData : `${database.name} (${database.engine})`;
}

/** What the recovery had to keep to. */
export function objectivesText({ criteria }: ReportModel, { labels }: Words): string {
  const { rtoMs, rpoMs } = criteria;
  const rpo = rpoMs === null ? labels.notApplicable : formatDuration(rpoMs);
  return `${labels.rto} ${formatDuration(rtoMs)}, ${labels.rpo} ${rpo}`;
}
