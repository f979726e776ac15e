import { createHash } from 'node:crypto';
import {
  type LookupAttribute,
  LookupEvents$,
  type LookupEventsRequest,
  type LookupEventsResponse,
} from '@aws-sdk/client-cloudtrail';
import { operation } from '../../wire/service.ts';
import type { CloudTrail } from '../cloudtrail.ts';
import {
  invalidAttributes,
  invalidMaxResults,
  invalidTimeRange,
  invalidToken,
  throttled,
} from '../cloudtrail-error.ts';
import type { EventRecord } from '../cloudtrail-state.ts';
import { eventView } from '../event-view.ts';

const MOST = 50;

export const lookupEvents = operation<LookupEventsRequest, LookupEventsResponse, CloudTrail>({
  schema: LookupEvents$,
  mutating: false,
  honours: ['LookupAttributes', 'StartTime', 'EndTime', 'MaxResults', 'NextToken'],
  handle: (input, cloudTrail, { caller, region }) => {
    if (cloudTrail.isTooFast(caller.account, region)) throw throttled();
    const { LookupAttributes = [], StartTime, EndTime, MaxResults = MOST } = input;
    if (LookupAttributes.length > 1) {
      throw invalidAttributes('You can only specify one lookup attribute.');
    }
    if (StartTime && EndTime && StartTime > EndTime) throw invalidTimeRange();
    if (MaxResults < 1 || MaxResults > MOST) throw invalidMaxResults(MOST);
    const [attribute] = LookupAttributes;
    const found = cloudTrail
      .history(caller.account, region)
      .filter(({ at }) => !StartTime || Date.parse(at) >= StartTime.getTime())
      .filter(({ at }) => !EndTime || Date.parse(at) <= EndTime.getTime())
      .filter((event) => !attribute || hasAttribute(event, attribute));
    const start = startOf(found, input);
    const page = found.slice(start, start + MaxResults);
    const last = page.at(-1);
    const isMore = last !== undefined && start + page.length < found.length;
    return {
      Events: page.map(eventView),
      NextToken: isMore ? tokenOf(last, input) : undefined,
    };
  },
});

function hasAttribute(event: EventRecord, { AttributeKey, AttributeValue }: LookupAttribute) {
  switch (AttributeKey) {
    case 'EventId':
      return event.id === AttributeValue;
    case 'EventName':
      return event.name === AttributeValue;
    case 'EventSource':
      return event.source === AttributeValue;
    case 'Username':
      return event.username === AttributeValue;
    case 'AccessKeyId':
      return event.accessKey === AttributeValue;
    case 'ReadOnly':
      return AttributeValue === 'false';
    case 'ResourceName':
      return event.resources.some((name) => name === AttributeValue);
    // The sandbox does not write down the types of resources.
    case 'ResourceType':
      return false;
    case undefined:
      throw invalidAttributes('The lookup attribute has no key.');
    default:
      throw invalidAttributes(`There is no lookup attribute ${String(AttributeKey)}.`);
  }
}

/** New events come in before the first page: a token names the last event of a page, not its number. */
function startOf(found: readonly EventRecord[], input: LookupEventsRequest): number {
  const { NextToken } = input;
  if (NextToken === undefined) return 0;
  const last = found.findIndex((event) => tokenOf(event, input) === NextToken);
  if (last < 0) throw invalidToken();
  return last + 1;
}

/** Good only for the same question. */
function tokenOf({ id }: EventRecord, input: LookupEventsRequest): string {
  const { LookupAttributes, StartTime, EndTime } = input;
  const question = JSON.stringify([id, LookupAttributes, StartTime, EndTime]);
  return createHash('sha256').update(question).digest('base64url');
}
