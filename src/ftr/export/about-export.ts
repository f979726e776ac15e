import type { Failure } from '../../core/failure.ts';
import type { AssessedRequirement } from '../assess.ts';
import type { Facts } from '../facts.ts';
import { pastUse } from '../past-use.ts';
import { tallyOf } from '../tally.ts';
import type { FtrWords } from '../words.ts';

/** What was assessed, when, and what a reader has to know of it: names and what they are. */
export function aboutExport(
  assessed: readonly AssessedRequirement[],
  facts: Facts,
  broken: readonly { readonly run: string; readonly failure: Failure }[],
  words: FtrWords,
): readonly (readonly [name: string, text: string])[] {
  const { labels, lang } = words;
  const { edition, now, accounts } = facts;
  const past = pastUse(facts, words);
  return [
    [labels.edition, words.because(edition.id, edition.title[lang])],
    [labels.assessedAt, `${now.slice(0, 16).replace('T', ' ')} UTC`],
    [labels.accounts, accounts.length === 0 ? labels.noAccounts : words.list(accounts)],
    [labels.summary, `${words.tally(tallyOf(assessed))}\n${labels.disclaimer}`],
    [
      labels.remarks,
      [...(past === undefined ? [] : [past]), ...edition.remarks.map((one) => one[lang])].join(
        '\n',
      ),
    ],
    ...(broken.length === 0
      ? []
      : [
          [
            labels.notUsable,
            broken.map(({ run, failure }) => words.broken(run, failure.message)).join('\n'),
          ] as const,
        ]),
  ];
}
