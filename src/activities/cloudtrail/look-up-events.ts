import type {
  CloudTrail,
  Event,
  LookupAttribute,
  LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import type { ActivityContext } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';

/** How long CloudTrail's event history goes back. */
export const HISTORY_MS: Ms = 90 * 24 * 60 * 60_000;

/** Two requests a second are let through, for each account and Region. */
const BETWEEN_REQUESTS_MS: Ms = 500;

/** What is looked up; CloudTrail takes one attribute. */
export interface Lookup {
  readonly attribute: { readonly key: LookupAttribute['AttributeKey']; readonly value: string };
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Pages of events, newest first. The caller may stop early.
 * @throws KunrenError `ANSWER_INCOMPLETE`.
 */
export async function* lookUpEvents(
  { clock, signal }: Pick<ActivityContext, 'clock' | 'signal'>,
  cloudTrail: Pick<CloudTrail, 'lookupEvents'>,
  { attribute, from, until }: Lookup,
): AsyncGenerator<readonly Event[]> {
  let NextToken: string | undefined;
  do {
    if (NextToken !== undefined) await clock.sleep(BETWEEN_REQUESTS_MS, signal);
    const page: LookupEventsCommandOutput = await cloudTrail.lookupEvents({
      LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }],
      StartTime: new Date(from),
      EndTime: new Date(until),
      ...(NextToken !== undefined && { NextToken }),
    });
    if (!page.Events) {
      throw new KunrenError({
        code: 'ANSWER_INCOMPLETE',
        message: 'cloudtrail:LookupEvents answered without a list, which is not an empty one.',
        retryable: true,
      });
    }
    yield page.Events;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}
