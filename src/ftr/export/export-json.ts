import type { Failure } from '../../core/failure.ts';
import type { AssessedRequirement } from '../assess.ts';
import { assessmentJson } from '../assessment-json.ts';
import type { Facts } from '../facts.ts';
import { type FtrWords, tell } from '../words.ts';
import { lookedAt } from './looked-at.ts';
import { statementsOf } from './statements.ts';

/** All that the export shows, for machines: the assessment, its runs with their figures, and what people stand for. */
export function exportJson(
  assessed: readonly AssessedRequirement[],
  facts: Facts,
  broken: readonly { readonly run: string; readonly failure: Failure }[],
  words: FtrWords,
): object {
  return {
    ...assessmentJson(assessed, facts, broken, words),
    runs: lookedAt(assessed, facts).map(({ run, counts, countsNot }) => {
      const { posture: _, backups: __, ...told } = run;
      return {
        ...told,
        counts,
        countsNot: countsNot.map(({ id, why }) => ({ id, why, text: tell(words.why, why) })),
      };
    }),
    statements: statementsOf(facts).map((statement) =>
      statement.kind === 'attestation'
        ? { ...statement, requirement: statement.requirement?.id ?? null }
        : statement,
    ),
  };
}
