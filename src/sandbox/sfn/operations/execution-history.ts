import {
  GetExecutionHistory$,
  type GetExecutionHistoryInput,
  type GetExecutionHistoryOutput,
} from '@aws-sdk/client-sfn';
import { operation } from '../../wire/service.ts';
import { pageOf } from '../page.ts';
import type { Sfn } from '../sfn.ts';
import type { EventDetails } from '../sfn-state.ts';

const DATA = ['input', 'inputDetails', 'output', 'outputDetails'];

export const getExecutionHistory = operation<
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  Sfn
>({
  schema: GetExecutionHistory$,
  mutating: false,
  handle: (input, sfn) => {
    const { executionArn, reverseOrder = false, includeExecutionData = true } = input;
    const events = sfn.execution(executionArn).events.map((event, index) => ({
      id: index + 1,
      // One line: in branches that run side by side, the event before is the one that was told before.
      previousEventId: index,
      timestamp: new Date(event.at),
      type: event.type,
      ...(includeExecutionData ? event.details : withoutData(event.details)),
    }));
    if (reverseOrder) events.reverse();
    const page = pageOf(events, ({ id }) => String(id), input);
    return { events: [...page.items], nextToken: page.nextToken };
  },
});

function withoutData(details: EventDetails): EventDetails {
  const entries = Object.entries(details).map(([name, members]) => [
    name,
    Object.fromEntries(Object.entries(members ?? {}).filter(([member]) => !DATA.includes(member))),
  ]);
  return Object.fromEntries(entries) as EventDetails;
}
