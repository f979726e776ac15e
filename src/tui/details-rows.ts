import { formatDuration } from '../core/duration.ts';
import type { Json } from '../core/failure.ts';
import { told } from '../core/narrate.ts';
import type { RunState, StepState } from '../core/run-state.ts';
import { timeOfDay } from './narration.ts';
import { type PageRow, wrapRows } from './page.ts';

const NEWEST_CALLS = 50;

/** Everything the journal knows about a step, in rows of at most `columns`. */
export function detailsRows(state: RunState, step: StepState, columns: number): PageRow[] {
  return wrapRows(
    [
      { text: step.title, bold: true },
      ...facts(step),
      ...failure(step),
      ...json('Input', step.input),
      ...json('Output', step.output),
      ...retries(step),
      ...resources(state, step),
      ...calls(state, step),
    ],
    columns,
  );
}

function facts(step: StepState): PageRow[] {
  const { id, activity, kind, status, startedAt, endedAt, durationMs, errorMs, progress } = step;
  const took =
    durationMs === undefined
      ? ''
      : ` in ${formatDuration(durationMs)}${errorMs > 0 ? ` ± ${formatDuration(errorMs)}` : ''}`;
  const times = [
    ...(startedAt ? [`started ${timeOfDay(startedAt)}`] : []),
    ...(endedAt ? [`ended ${timeOfDay(endedAt)}`] : []),
  ];
  const percent = progress?.percent === undefined ? '' : ` (${Math.round(progress.percent)} %)`;
  return [
    { text: `${id} · ${kind}${activity ? ` ${activity}` : ''} · waits on ${step.waitsOn}` },
    { text: [`${status}${took}`, ...times].join(' · ') },
    { text: `${count(step.attempts, 'attempt')}, ${count(step.polls, 'look')}` },
    ...(step.adopted ? [{ text: 'taken over from an earlier attempt, not repeated' }] : []),
    ...(progress ? [{ text: `now: ${progress.message}${percent}` }] : []),
  ];
}

function failure(step: StepState): PageRow[] {
  if (!step.failure) return [];
  const { details } = step.failure;
  return [
    ...heading('Failure'),
    { text: `  ${told(step.failure)}`, tone: 'bad' },
    ...(details ? jsonRows(details) : []),
  ];
}

function retries(step: StepState): PageRow[] {
  if (step.retries.length === 0) return [];
  return [
    ...heading('Attempts that failed'),
    ...step.retries.map(
      ({ at, attempt, phase, failure: why }): PageRow => ({
        text: `  ${timeOfDay(at)}  ${phase} ${attempt}: ${told(why)}`,
        tone: 'warn',
      }),
    ),
  ];
}

function resources(state: RunState, step: StepState): PageRow[] {
  const own = state.resources.filter(({ activity }) => activity === step.id);
  if (own.length === 0) return [];
  return [
    ...heading('Owns'),
    ...own.map(({ resource, status }) => ({
      text: `  ${resource.type} ${resource.id} in ${resource.region}: ${status}`,
    })),
  ];
}

function calls(state: RunState, step: StepState): PageRow[] {
  const own = state.calls.filter(({ activity }) => activity === step.id);
  if (own.length === 0) return [];
  const newest = own.slice(-NEWEST_CALLS);
  const title =
    own.length > newest.length
      ? `Calls (the newest ${newest.length} of ${own.length})`
      : `Calls (${own.length})`;
  return [
    ...heading(title),
    ...newest.map(
      ({ at, service, operation, mutating, httpStatus, durationMs, requestId, error }) => {
        const answer = [httpStatus, error?.code].filter((part) => part !== undefined).join(' ');
        return {
          text: `  ${timeOfDay(at)}  ${service}:${operation}  ${answer}  ${formatDuration(durationMs)}${requestId ? `  ${requestId}` : ''}`,
          tone: error ? ('warn' as const) : mutating ? ('info' as const) : ('quiet' as const),
        };
      },
    ),
  ];
}

function json(title: string, value: Json | undefined): PageRow[] {
  if (value === undefined || value === null) return [];
  return [...heading(title), ...jsonRows(value)];
}

function jsonRows(value: Json): PageRow[] {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => ({ text: `  ${line}` }));
}

function heading(title: string): PageRow[] {
  return [{ text: '' }, { text: title, bold: true }];
}

function count(amount: number, noun: string): string {
  return amount === 1 ? `1 ${noun}` : `${amount} ${noun}s`;
}
