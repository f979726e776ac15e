import type { Failure } from '../core/failure.ts';
import type { AssessedRequirement } from './assess.ts';
import { CATEGORIES } from './categories.ts';
import type { Facts } from './facts.ts';
import { nextCommand } from './next-command.ts';
import { SOURCES } from './sources.ts';
import { tallyOf } from './tally.ts';
import { type FtrWords, tell } from './words.ts';
import { ENGLISH } from './words-en.ts';

/** The assessment for machines: codes with what they stand for, and the sentences beside them. */
export function assessmentJson(
  assessed: readonly AssessedRequirement[],
  { edition, now, accounts }: Facts,
  broken: readonly { readonly run: string; readonly failure: Failure }[],
  words: FtrWords = ENGLISH,
): object {
  const { lang } = words;
  return {
    edition: { id: edition.id, title: edition.title[lang] },
    remarks: edition.remarks.map((remark) => remark[lang]),
    assessedAt: now,
    accounts,
    counts: tallyOf(assessed),
    requirements: assessed.map(({ requirement, status, reasons, evidence, answers, next }) => ({
      id: requirement.id,
      category: CATEGORIES[requirement.category][lang],
      requirement: requirement.text?.[lang] ?? null,
      confidence: requirement.confidence,
      source: SOURCES[requirement.source],
      proof: requirement.proof,
      status,
      met: words.met[status],
      response: answers.map((answer) => tell(words.answer, answer)),
      reasons: reasons.map((reason) => ({ ...reason, text: tell(words.reason, reason) })),
      evidence: evidence.map((run) => ({
        ...run,
        counts: run.why === undefined,
        ...(run.why && { text: tell(words.why, run.why) }),
      })),
      next: next
        ? { ...next, text: tell(words.next, next), command: nextCommand(next) ?? null }
        : null,
    })),
    broken: broken.map(({ run, failure: { code, message } }) => ({ run, code, message })),
  };
}
