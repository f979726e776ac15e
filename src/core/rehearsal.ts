import type { Environment } from './drill.ts';
import { placeOf } from './place.ts';
import type { Instant, Ms } from './ports.ts';
import type { RunState } from './run-state.ts';
import type { RunSummary } from './run-summary.ts';

/**
 * Whether a run was a rehearsal of its drill: it has completed, and its verdict says something. One that has missed an
 * objective took place; what it has left open is followed up. A tabletop, and a run that failed, was aborted, goes on or
 * proved nothing either way, was none.
 */
export function isRehearsal({ status, verdict }: Pick<RunState, 'status' | 'verdict'>): boolean {
  return status === 'completed' && (verdict?.verdict === 'met' || verdict?.verdict === 'missed');
}

/** The rehearsals of a drill, as far as they count for one environment. */
export interface Rehearsals {
  /** The newest one. */
  readonly last?: RunSummary;
  /** Where else it was rehearsed, when it last was; does not count here. */
  readonly elsewhere?: RunSummary;
  /** The oldest moment of its schedule that a run here was started for, whatever came of it. */
  readonly scheduledFrom?: Instant;
  /** Runs of the drill from a time that has not come yet; they count nowhere. */
  readonly ahead: readonly RunSummary[];
}

/** Some clocks go fast. */
const AHEAD_MS: Ms = 86_400_000;

/**
 * Rehearsals count for the environment of their name, and only where their calls went to where its calls go: the sandbox
 * says nothing of AWS, and one account nothing of another.
 * @param runs newest first
 */
export function rehearsalsOf(
  runs: readonly RunSummary[],
  drill: string,
  { environment, now }: { readonly environment: Environment; readonly now: Ms },
): Rehearsals {
  const ahead: RunSummary[] = [];
  let last: RunSummary | undefined;
  let elsewhere: RunSummary | undefined;
  let scheduledFrom: Instant | undefined;
  for (const run of runs) {
    const { drill: of, environment: where, trigger } = run.opened;
    if (of.name !== drill) continue;
    if (isAhead(run.openedAt, now)) {
      ahead.push(run);
      continue;
    }
    const isHere = isSame(where, environment);
    if (isHere && trigger?.kind === 'schedule') scheduledFrom = trigger.occurrence;
    if (!isRehearsal(run.end ?? {})) continue;
    if (isHere) last ??= run;
    else elsewhere ??= run;
  }
  return {
    ...(last && { last }),
    ...(elsewhere && { elsewhere }),
    ...(scheduledFrom !== undefined && { scheduledFrom }),
    ahead,
  };
}

function isSame(where: Environment, other: Environment): boolean {
  return (
    where.name === other.name &&
    where.accountId === other.accountId &&
    placeOf(where) === placeOf(other)
  );
}

/** Whether a clock that has written an instant was ahead, or the one that says `now` is behind. */
export function isAhead(at: Instant, now: Ms): boolean {
  return Date.parse(at) > now + AHEAD_MS;
}
