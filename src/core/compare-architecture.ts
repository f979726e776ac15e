import type { Fact } from './activity.ts';
import { type ArchitecturePart, subjectKey, subjectTitle } from './architecture.ts';

export interface ArchitectureChanges {
  /** One line each, e.g. `orders-prod: instance class db.t4g.medium → db.t4g.large`. */
  readonly differences: readonly string[];
  /** What nobody can tell, and why; one line each. Never the same as no difference. */
  readonly notCompared: readonly string[];
}

/** What is not as it was. In the order of the earlier look; what only the later one has seen comes last. */
export function compareArchitecture(
  then: readonly ArchitecturePart[],
  now: readonly ArchitecturePart[],
): ArchitectureChanges {
  const earlier = byKey(then);
  const later = byKey(now);
  const differences: string[] = [];
  const notCompared: string[] = [];
  for (const key of new Set([...earlier.keys(), ...later.keys()])) {
    const was = earlier.get(key);
    const is = later.get(key);
    if (was && is) {
      const changed = changesOf(was, is);
      if (typeof changed === 'string') notCompared.push(`${nameOf(is)}: ${changed}`);
      else differences.push(...changed.map((text) => `${subjectTitle(is.subject)}: ${text}`));
      continue;
    }
    const one = was ?? is;
    // Of what is not there, or cannot be looked at, one line says enough.
    if (one && isSettled(one, was ? now : then)) {
      notCompared.push(`${nameOf(one)}: nobody looked ${was ? 'now' : 'then'}`);
    }
  }
  return { differences, notCompared };
}

function byKey(parts: readonly ArchitecturePart[]): ReadonlyMap<string, ArchitecturePart> {
  return new Map(parts.map((part) => [`${subjectKey(part.subject)} ${part.part}`, part]));
}

/** Whether the other look has found the subject at all, or was not asked for it. */
function isSettled({ subject }: ArchitecturePart, others: readonly ArchitecturePart[]): boolean {
  const own = others.filter((other) => subjectKey(other.subject) === subjectKey(subject));
  return own.every(({ found }) => found === 'facts');
}

/** @returns a sentence where it cannot be told */
function changesOf(was: ArchitecturePart, is: ArchitecturePart): readonly string[] | string {
  if (was.found === 'unknown') return `not known at the time of the run: ${was.why}`;
  if (is.found === 'unknown') return `not known now: ${is.why}`;
  if (was.found === 'absent') return is.found === 'absent' ? [] : ['was not there then'];
  if (is.found === 'absent') return ['is not there any more'];
  const before = valuesOf(was.facts);
  const after = valuesOf(is.facts);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((label) => {
    const old = before.get(label) ?? was.otherwise ?? 'none';
    const current = after.get(label) ?? is.otherwise ?? 'none';
    return old === current ? [] : [`${label} ${old} → ${current}`];
  });
}

function valuesOf(facts: readonly Fact[]): ReadonlyMap<string, string> {
  return new Map(facts.map(({ label, value }) => [label, value]));
}

function nameOf({ subject, part }: ArchitecturePart): string {
  return `${subjectTitle(subject)}, ${part}`;
}
