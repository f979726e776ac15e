import { formatClock, formatDuration } from '../core/duration.ts';
import { holdersOf, NOBODY_DECLARED } from '../core/people.ts';
import type { Ms } from '../core/ports.ts';
import type { RunState } from '../core/run-state.ts';
import type { TaskState } from '../core/task.ts';

/**
 * What there is to know about a task beside the action itself, the most needed first: its clock, where it is done,
 * whom it waits for, what comes after it, and what else waits.
 */
export function taskLines(
  { drill, steps }: RunState,
  task: TaskState,
  others: readonly TaskState[],
  now: Ms,
): string[] {
  const { prompt, openedAt, deadline, answers } = task;
  const { role, link, next, expectedMs } = prompt;
  const holders = holdersOf(drill.people ?? NOBODY_DECLARED, role).map(({ name }) => name);
  const left = Date.parse(deadline) - now;
  const late = left > 0 ? `${formatDuration(left)} left` : 'the deadline is over';
  const waited = formatClock(Math.max(0, now - Date.parse(openedAt)));
  const titleOf = ({ activity }: TaskState) =>
    steps.find(({ id }) => id === activity)?.title ?? activity;
  return [
    `Time: ${waited}, usually ${formatDuration(expectedMs)}; ${late}`,
    ...(link === undefined ? [] : [`Where: ${link}`]),
    ...(answers.length > 0 ? [`So far: ${answers.map(({ who }) => who.name).join(', ')}`] : []),
    ...(holders.length > 0 ? [`Who: ${holders.join(', ')}`] : []),
    ...(next === undefined ? [] : [`Then: ${next}`]),
    ...(others.length > 0
      ? [`t: ${others.length} more: ${others.map((one) => titleOf(one)).join('; ')}`]
      : []),
  ];
}
