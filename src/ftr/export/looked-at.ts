import type { AssessedRequirement } from '../assess.ts';
import type { Facts, KnownRun } from '../facts.ts';
import type { WhyNot } from '../judged.ts';
import { newestFirst } from '../weigh-runs.ts';

/** A run beside the requirements that it was looked at for. */
export interface LookedAt {
  readonly run: KnownRun;
  /** Ids of the requirements that it counts for, be it for or against them. */
  readonly counts: readonly string[];
  readonly countsNot: readonly { readonly id: string; readonly why: WhyNot }[];
}

/** The runs that an assessment was made of, newest first. */
export function lookedAt(
  assessed: readonly AssessedRequirement[],
  { runs }: Facts,
): readonly LookedAt[] {
  const shown = assessed.flatMap(({ requirement: { id }, evidence }) =>
    evidence.map(({ run, why }) => ({ run, id, why })),
  );
  const byRun = Map.groupBy(shown, ({ run }) => run);
  return newestFirst(runs).flatMap((run) => {
    const uses = byRun.get(run.run);
    if (!uses) return [];
    return [
      {
        run,
        counts: uses.flatMap(({ id, why }) => (why ? [] : [id])),
        countsNot: uses.flatMap(({ id, why }) => (why ? [{ id, why }] : [])),
      },
    ];
  });
}
