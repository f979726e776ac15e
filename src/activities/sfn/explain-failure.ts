import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { KunrenError } from '../../core/failure.ts';
import type { ExecutionNames, SfnContext } from './execution-names.ts';

/** Enough of the end of a history to hold the state that failed. */
const EVENTS = 50;

/** Says in which state an execution ended, and why. */
export async function explainFailure(
  context: SfnContext,
  names: ExecutionNames,
  execution: DescribeExecutionOutput,
): Promise<KunrenError> {
  // What happened is known without its history; the history only explains it.
  const events = await lastEvents(context, names).catch(() => []);
  const state = events.find((event) => event.stateEnteredEventDetails)?.stateEnteredEventDetails;
  const { status = 'unknown', error = reasonIn(events)?.error } = execution;
  const cause = execution.cause ?? reasonIn(events)?.cause;
  const where = state?.name === undefined ? '' : ` in the state "${state.name}"`;
  const why = [error, cause?.replace(/\.$/, '')].filter((part) => part !== undefined).join(': ');
  return new KunrenError({
    code: 'EXECUTION_FAILED',
    message: `The execution ${names.executionArn} is ${status}${where}${why === '' ? '' : `: ${why}`}.`,
    details: { status, error: error ?? null, cause: cause ?? null, state: state?.name ?? null },
  });
}

/** Newest first. */
async function lastEvents(
  context: SfnContext,
  { region, executionArn }: ExecutionNames,
): Promise<readonly HistoryEvent[]> {
  const sfn = await context.services.aws.sfn(region);
  const { events = [] } = await sfn.getExecutionHistory({
    executionArn,
    reverseOrder: true,
    maxResults: EVENTS,
  });
  return events;
}

function reasonIn(
  events: readonly HistoryEvent[],
): { readonly error?: string | undefined; readonly cause?: string | undefined } | undefined {
  for (const event of events) {
    const reason =
      event.taskFailedEventDetails ??
      event.taskTimedOutEventDetails ??
      event.lambdaFunctionFailedEventDetails ??
      event.executionFailedEventDetails ??
      event.executionTimedOutEventDetails ??
      event.executionAbortedEventDetails;
    if (reason?.error !== undefined || reason?.cause !== undefined) return reason;
  }
  return undefined;
}
