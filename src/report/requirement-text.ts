import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** Why the run answers a requirement so far and no further. */
export function requirementText(
  reason: ReportModel['requirements'][number]['reason'],
  { test }: ReportModel,
  words: Words,
): string {
  const text = words.requirementReason[reason];
  return reason === 'one-failure-mode'
    ? words.sentences([text, words.sentence(words.scenario[test.scenario.kind])])
    : text;
}
