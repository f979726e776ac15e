import type { Status } from './judged.ts';

/** How many requirements have each status. */
export function tallyOf(assessed: readonly { readonly status: Status }[]): {
  readonly [status in Status]: number;
} {
  const counts = { proven: 0, attested: 0, 'not-met': 0, 'not-applicable': 0, unknown: 0 };
  for (const { status } of assessed) counts[status] += 1;
  return counts;
}
