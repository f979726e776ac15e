import {
  DescribeEvents$,
  type DescribeEventsMessage,
  type EventsMessage,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { pageOf } from '../page.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidCombination } from '../rds-error.ts';
import type { EventRecord } from '../rds-state.ts';

const DEFAULT_MINUTES = 60;

export const describeEvents = operation<DescribeEventsMessage, EventsMessage, RdsContext>({
  schema: DescribeEvents$,
  mutating: false,
  honours: [
    'SourceIdentifier',
    'SourceType',
    'StartTime',
    'EndTime',
    'Duration',
    'EventCategories',
    'MaxRecords',
    'Marker',
  ],
  handle: (input, { rds }) => {
    const { SourceIdentifier, SourceType, EventCategories } = input;
    if (SourceIdentifier && !SourceType) {
      throw invalidCombination('SourceType must be specified when SourceIdentifier is.');
    }
    if (input.Duration !== undefined && (input.StartTime || input.EndTime)) {
      throw invalidCombination('Duration cannot be specified together with StartTime or EndTime.');
    }
    const end = input.EndTime?.getTime() ?? rds.clock.now();
    const minutes = input.Duration ?? DEFAULT_MINUTES;
    const start = input.StartTime?.getTime() ?? end - minutes * 60_000;
    const found = rds.state.events.filter(
      ({ at, source, sourceType, categories }) =>
        Date.parse(at) >= start &&
        Date.parse(at) <= end &&
        (!SourceType || sourceType === SourceType) &&
        (!SourceIdentifier || source === SourceIdentifier.toLowerCase()) &&
        (!EventCategories?.length || categories.some((each) => EventCategories.includes(each))),
    );
    const { items, Marker } = pageOf(found, ({ seq }) => String(seq).padStart(12, '0'), input);
    const arnType = { 'db-instance': 'db', 'db-snapshot': 'snapshot' } as const;
    const view = (event: EventRecord) => ({
      SourceIdentifier: event.source,
      SourceType: event.sourceType,
      Message: event.message,
      EventCategories: [...event.categories],
      Date: new Date(event.at),
      SourceArn: rds.arn(arnType[event.sourceType], event.source),
    });
    return { Events: items.map(view), Marker };
  },
});
