import type { FollowUpChange } from './afterwards.ts';
import type { Instant } from './ports.ts';

/** Something that a run has left for people to settle: a missed objective, a failed check, a deviation. */
export interface FollowUp {
  /** The issue, e.g. `rto-missed`, `check-failed:orders`; the same in every run of a drill. */
  readonly issue: string;
  readonly severity: 'high' | 'medium' | 'low';
  /** What the newest run that shows it says of it. */
  readonly detail: string | null;
  readonly since: SeenIn;
  readonly last: SeenIn;
  readonly owner?: string;
  /** `2027-01-31` */
  readonly due?: string;
  readonly ticket?: string;
  readonly resolution?: NonNullable<FollowUpChange['resolution']>;
  readonly comment?: string;
}

export interface SeenIn {
  readonly run: string;
  readonly at: Instant;
}

/** A run of a drill, as far as it opens and closes follow-ups. */
export interface TestedRun extends SeenIn {
  /** Completed, with the verdict `met`: a passing test. */
  readonly passed: boolean;
  readonly issues: readonly {
    readonly kind: string;
    readonly subject: string | null;
    readonly severity: FollowUp['severity'];
    readonly detail: string | null;
  }[];
  /** Ids of the checks and findings that passed, and `task:<step>` for each step that people have taken. */
  readonly proven: ReadonlySet<string>;
  readonly changes: readonly (FollowUpChange & { readonly at: Instant })[];
  /** What was open when it began. */
  readonly before: readonly FollowUp[];
}

/** The name of an issue, by which runs and people speak of the same one. */
export function issueId({
  kind,
  subject,
}: {
  readonly kind: string;
  readonly subject: string | null;
}): string {
  return subject === null ? kind : `${kind}:${subject}`;
}

/** e.g. `check-failed:orders, since restore-rds-…; aiko, due 2026-12-15` */
export function tellFollowUp({ issue, since, owner, due, ticket }: FollowUp): string {
  const who = [
    owner ?? 'nobody’s yet',
    ...(due === undefined ? [] : [`due ${due}`]),
    ...(ticket === undefined ? [] : [ticket]),
  ].join(', ');
  return `${issue}, since ${since.run}; ${who}`;
}

/**
 * What is still to follow up after some runs of one drill. Nobody closes a follow-up by saying so: a later passing
 * run does, which shows that the same thing is well now.
 * @param runs the newest of one drill in one environment, in any order; what older ones have left, the oldest of them
 *   has found when it began
 */
export function openFollowUps(runs: readonly TestedRun[]): FollowUp[] {
  const oldestFirst = runs.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const inherited = oldestFirst.slice(0, 1).flatMap(({ before }) => before);
  const open = new Map(
    inherited.filter((one) => !isLeftBehind(one)).map((one) => [one.issue, one]),
  );
  for (const run of oldestFirst) {
    if (run.passed) {
      // A re-test is one of what was decided before it.
      for (const followUp of decided([...open.values()], runs, run.at)) {
        if (isSettledBy(followUp, run)) open.delete(followUp.issue);
      }
    }
    for (const { severity, detail, ...about } of run.issues) {
      const issue = issueId(about);
      const last = { run: run.run, at: run.at };
      open.set(issue, { since: last, ...open.get(issue), issue, severity, detail, last });
    }
  }
  return decided([...open.values()], runs).sort(byUrgency);
}

/** With what people have decided since it was first seen, and before `until` where that is given. */
function decided(
  followUps: readonly FollowUp[],
  runs: readonly TestedRun[],
  until?: Instant,
): FollowUp[] {
  const changes = runs
    .flatMap((run) => run.changes)
    .filter(({ at }) => until === undefined || at < until)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return followUps.map((followUp) => {
    const decisions = changes
      .filter(({ issue, at }) => issue === followUp.issue && at >= followUp.since.at)
      .map(({ by: _by, issue: _issue, at: _at, ...decision }) => decision);
    return Object.assign({}, followUp, ...decisions) as FollowUp;
  });
}

/**
 * Whether a passing run shows that it is well now. What a run has left behind in an account is settled by its own
 * clean-up only. A check or finding must have passed, and a step that people left out must have been taken: that nobody
 * looked or asked any more settles nothing, unless somebody has decided that what was asked for was wrong.
 */
export function isSettledBy(
  { issue, resolution }: Pick<FollowUp, 'issue' | 'resolution'>,
  { proven }: Pick<TestedRun, 'proven'>,
): boolean {
  if (isLeftBehind({ issue })) return false;
  const [, about, id = ''] = /^(check|finding|task)-[a-z]+:(.+)$/s.exec(issue) ?? [];
  const isShown = proven.has(about === 'task' ? `task:${id}` : id);
  return about === undefined || isShown || resolution === 'new-objective';
}

/** Whether it has been removed since, only the journal of its own run tells. */
function isLeftBehind({ issue }: Pick<FollowUp, 'issue'>): boolean {
  return issue.startsWith('resource-');
}

const SEVERITIES: readonly FollowUp['severity'][] = ['high', 'medium', 'low'];

function byUrgency(a: FollowUp, b: FollowUp): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    (a.since.at < b.since.at ? -1 : a.since.at > b.since.at ? 1 : 0) ||
    (a.issue < b.issue ? -1 : 1)
  );
}
