import type { Drill } from './drill.ts';
import { formatDuration } from './duration.ts';
import { identifyRunbook } from './identify-runbook.ts';
import type { RunSummary } from './run-summary.ts';
import type { Runbook } from './runbook.ts';
import { hashCriteria } from './success-criteria.ts';

/** What is not any more as it was in a run; one line each. */
export interface ChangesSince {
  /** The runbook: another one, another version, or another text. */
  readonly runbook: readonly string[];
  /** What a run is judged by: objectives, checks, and what the runbook demands. */
  readonly criteria: readonly string[];
  /** What a run does, as far as the drill says it: parameters, database, scenario. */
  readonly drill: readonly string[];
}

/** Tells what a run exercised and what would be exercised today apart. Words, people and times of a drill change nothing. */
export function changesSince(
  { drill: then, runbook: old, criteria }: RunSummary['opened'],
  { drill, runbook }: { readonly drill: Drill; readonly runbook: Runbook },
): ChangesSince {
  const judged = [
    ...differences(then.objectives, drill.objectives, []),
    ...differences(byId(then.checks), byId(drill.checks), ['check']),
  ];
  return {
    runbook: runbookChanges(old, identifyRunbook(runbook)),
    criteria:
      criteria === hashCriteria(drill, runbook)
        ? []
        : judged.length > 0
          ? judged
          : ['what the runbook demands of an account is another'],
    drill: differences(exercised(then), exercised(drill), []),
  };
}

type Identity = ReturnType<typeof identifyRunbook>;

function runbookChanges(was: Identity, is: Identity): readonly string[] {
  if (was.id !== is.id) return [`runbook ${was.id} → ${is.id}`];
  if (was.version !== is.version) return [`${is.id} ${was.version} → ${is.version}`];
  return was.hash === is.hash ? [] : [`${is.id} ${is.version} says something else now`];
}

function exercised({ parameters, database, scenario }: Drill) {
  const { kind, inject, detect, outage, root } = scenario;
  return { parameters, database, scenario: { kind, inject, detect, outage, root } };
}

function byId(checks: Drill['checks']) {
  return Object.fromEntries(checks.map(({ id, ...check }) => [id, check]));
}

/** Longer values, such as SQL, are only said to be others. */
const LONGEST_TOLD = 40;

function differences(was: unknown, is: unknown, path: readonly string[]): string[] {
  if (isMapping(was) && isMapping(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((key) => differences(was[key], is[key], [...path, key]));
  }
  const [before, after] = [tell(was, path), tell(is, path)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const name = path.map((key) => NAMES[key] ?? key).join(' ');
  if (was === undefined) return [`${name} is new`];
  if (is === undefined) return [`${name} is gone`];
  const isShort = before.length <= LONGEST_TOLD && after.length <= LONGEST_TOLD;
  return [isShort ? `${name} ${before} → ${after}` : `${name} is another`];
}

/** What keys of a drill are called where they are told. */
const NAMES: { readonly [key: string]: string } = {
  rtoMs: 'RTO',
  rpoMs: 'RPO',
  parameters: 'parameter',
};

function tell(value: unknown, path: readonly string[]): string {
  const isTime = path.at(-1)?.endsWith('Ms') && typeof value === 'number';
  if (isTime) return formatDuration(value);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function isMapping(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
