import type { ChangesSince } from './changes-since.ts';
import type { ArchitectureChanges } from './compare-architecture.ts';
import type { Occurrence } from './schedule.ts';

/**
 * How a drill stands, from the most pressing on:
 * - `overdue`: a moment of its schedule passed without a rehearsal, and so did its grace.
 * - `never-rehearsed`: not in this environment.
 * - `stale`: rehearsed, and something is not any more as it was then.
 * - `due`: a moment of its schedule has passed, its grace has not.
 * - `unknown`: nobody can tell whether what it exercises is as it was.
 * - `not-scheduled`: nothing says when it is to be rehearsed.
 * - `ok`: none of these.
 */
export const STANDINGS = [
  'overdue',
  'never-rehearsed',
  'stale',
  'due',
  'unknown',
  'not-scheduled',
  'ok',
] as const;

export type Standing = (typeof STANDINGS)[number];

/** One reason why a drill does not stand well. */
export type Finding =
  | {
      readonly kind: 'overdue' | 'due';
      /** The oldest moment that had no rehearsal. */
      readonly since: Occurrence;
      /** How many such moments there are by now. */
      readonly missed: number;
    }
  | { readonly kind: 'never-rehearsed' }
  | {
      readonly kind: 'stale';
      readonly because: 'runbook' | 'criteria' | 'drill' | 'architecture';
      /** One line each. */
      readonly changes: readonly string[];
    }
  | {
      readonly kind: 'unknown';
      /** One line each. */
      readonly why: readonly string[];
    }
  | { readonly kind: 'not-scheduled' };

/** What is known of a drill. */
export interface StandingFacts {
  /** What its schedule did not get; absent where it has none. */
  readonly due?: {
    readonly missed: readonly Occurrence[];
    readonly overdue: readonly Occurrence[];
  };
  /** Since its newest rehearsal; absent where there is none. */
  readonly changes?: ChangesSince;
  /** Absent where nobody was to look, or nothing could be compared with. */
  readonly architecture?: ArchitectureChanges;
}

/** All that is to be said of a drill, the most pressing first. */
export function findingsOf({ due, changes, architecture }: StandingFacts): readonly Finding[] {
  const findings: Finding[] = [
    ...(due ? dueFindings(due) : [{ kind: 'not-scheduled' } as const]),
    ...(changes ? staleFindings(changes) : [{ kind: 'never-rehearsed' } as const]),
    ...(architecture ? architectureFindings(architecture) : []),
  ];
  return findings.toSorted((a, b) => rank(a.kind) - rank(b.kind));
}

/** The most pressing of the findings. */
export function standingOf([first]: readonly Finding[]): Standing {
  return first?.kind ?? 'ok';
}

function rank(standing: Standing): number {
  return STANDINGS.indexOf(standing);
}

function dueFindings({ missed, overdue }: NonNullable<StandingFacts['due']>): Finding[] {
  const [since] = missed;
  if (!since) return [];
  return [{ kind: overdue.length > 0 ? 'overdue' : 'due', since, missed: missed.length }];
}

function staleFindings(changes: ChangesSince): Finding[] {
  return (['runbook', 'criteria', 'drill'] as const).flatMap((because) =>
    changes[because].length > 0
      ? [{ kind: 'stale', because, changes: changes[because] } as const]
      : [],
  );
}

function architectureFindings({ differences, notCompared }: ArchitectureChanges): Finding[] {
  return [
    ...(differences.length > 0
      ? [{ kind: 'stale', because: 'architecture', changes: differences } as const]
      : []),
    ...(notCompared.length > 0 ? [{ kind: 'unknown', why: notCompared } as const] : []),
  ];
}
