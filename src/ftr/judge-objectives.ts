import { LONGEST_RTO_MS } from '../core/objectives.ts';
import type { Ms } from '../core/ports.ts';
import type { DeclaredDrill, Facts } from './facts.ts';
import type { Answer, Judged, Reason } from './judged.ts';
import { nextRun } from './next-run.ts';
import { newestFirst } from './weigh-runs.ts';

/** What the drills of the workload declare; those of root users concern none. */
interface Declared {
  readonly drill: string;
  readonly rtoMs: Ms;
  readonly rpoMs?: Ms;
}

/** RES-001: an RPO is declared. */
export function judgeRpo(facts: Facts): Judged {
  const declared = declaredObjectives(facts).flatMap(({ drill, rpoMs }) =>
    rpoMs === undefined ? [] : [{ drill, ms: rpoMs }],
  );
  return judge(facts, 'rpo', declared);
}

/** RES-002: an RTO is declared, and no longer than the edition accepts. */
export function judgeRto(facts: Facts): Judged {
  const declared = declaredObjectives(facts).map(({ drill, rtoMs }) => ({ drill, ms: rtoMs }));
  const judged = judge(facts, 'rto', declared);
  const { ms: limitMs, confidence } = facts.edition.rules.longestRto;
  if (limitMs === null) {
    const code = confidence === 'not-established' ? 'limit-not-established' : 'limit-none';
    return { ...judged, reasons: [...judged.reasons, { code }] };
  }
  const over = declared.filter(({ ms }) => ms > limitMs);
  const [first] = over;
  if (first) {
    return {
      ...judged,
      standing: 'failed',
      reasons: over.map(({ drill }): Reason => ({ code: 'rto-over-limit', drill })),
      next: { code: 'shorten', drill: first.drill },
    };
  }
  if (declared.length === 0) return judged;
  const atLimit = declared.filter(({ ms }) => ms === LONGEST_RTO_MS);
  const remarks: Reason[] =
    atLimit.length > 0
      ? atLimit.map(({ drill }) => ({ code: 'rto-at-limit', drill }))
      : [{ code: 'limit-kept' }];
  return { ...judged, reasons: [...judged.reasons, ...remarks] };
}

function judge(
  facts: Facts,
  what: 'rto' | 'rpo',
  declared: readonly { readonly drill: string; readonly ms: Ms }[],
): Judged {
  if (declared.length === 0) {
    return {
      standing: 'none',
      reasons: [{ code: 'objective-missing', what }],
      evidence: [],
      answers: [],
      next: nextRun(facts, recoversData, 'restore'),
    };
  }
  return {
    standing: 'proven',
    reasons: [{ code: 'objective-declared', what, drills: declared.length }],
    evidence: [],
    answers: answersOf(what, declared),
  };
}

/** The longest first: it is the one that a reviewer asks about. */
function answersOf(
  what: 'rto' | 'rpo',
  declared: readonly { readonly drill: string; readonly ms: Ms }[],
): readonly Answer[] {
  const groups = Map.groupBy(declared, ({ ms }) => ms);
  return [...groups]
    .sort(([a], [b]) => b - a)
    .map(([ms, ofSame]) => ({
      code: 'objective',
      what,
      ms,
      drills: ofSame.map(({ drill }) => drill).sort(),
    }));
}

/**
 * A drill that runs in the sandbox declares nothing of a workload in AWS, unless it was sent there. The file as it is
 * now counts; where there is none any more, the newest run.
 */
function declaredObjectives({ drills, runs }: Facts): readonly Declared[] {
  const sent = newestFirst(runs).filter(
    ({ place, mode, verified, type }) =>
      place === 'aws' && mode !== 'tabletop' && verified && type !== 'root-recovery',
  );
  const found = new Map<string, Declared>();
  const add = (drill: string, { rtoMs, rpoMs }: Omit<Declared, 'drill'>) => {
    if (found.has(drill)) return;
    found.set(drill, { drill, rtoMs, ...(rpoMs !== undefined && { rpoMs }) });
  };
  for (const drill of drills) {
    const isSent = sent.some((run) => run.drill === drill.name);
    if (recoversData(drill) && (drill.place === 'aws' || isSent)) add(drill.name, drill.objectives);
  }
  for (const run of sent) add(run.drill, run.objectives);
  return [...found.values()];
}

function recoversData({ type }: Pick<DeclaredDrill, 'type'>): boolean {
  return type === 'restore' || type === 'failover';
}
