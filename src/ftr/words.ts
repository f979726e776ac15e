import type { Ms } from '../core/ports.ts';
import type { Language } from '../core/translations.ts';
import type { VerdictWord } from '../core/verdict.ts';
import type { Word } from './attested.ts';
import type { Confidence, FailureMode, ProofKind } from './edition.ts';
import type { Answer, Next, Reason, ShownRun, Status, WhyNot } from './judged.ts';

/** A sentence for each member of a union that is told apart by `code`. */
export type Sentences<Union extends { readonly code: string }> = {
  readonly [Code in Union['code']]: (told: Member<Union, Code>) => string;
};

type Member<Union, Code> = Union extends { readonly code: infer Own }
  ? Code extends Own
    ? Union
    : never
  : never;

/** The sentence for one member. */
export function tell<Union extends { readonly code: string }>(
  sentences: Sentences<Union>,
  told: Union,
): string {
  const sentence = sentences[told.code as Union['code']] as (told: Union) => string;
  return sentence(told);
}

/** All words of the assessment in one language. */
export interface FtrWords {
  readonly lang: Language;
  readonly title: string;
  readonly status: { readonly [status in Status]: string };
  /** For the column "Met?" of the self-assessment. */
  readonly met: { readonly [status in Status]: string };
  readonly confidence: { readonly [confidence in Confidence]: string };
  readonly proof: { readonly [proof in ProofKind]: string };
  readonly mode: { readonly [mode in FailureMode]: string };
  readonly runMode: { readonly [mode in ShownRun['mode']]: string };
  readonly result: { readonly [result in ShownRun['result']]: string };
  readonly why: Sentences<WhyNot>;
  readonly reason: Sentences<Reason>;
  readonly answer: Sentences<Answer>;
  /** What to do, without the command. */
  readonly next: Sentences<Next>;
  readonly duration: (ms: Ms) => string;
  readonly age: (days: number) => string;
  readonly counts: string;
  readonly countsNot: (why: string) => string;
  readonly wordingUnknown: string;
  /** Follows a requirement that was not read in the edition itself. */
  readonly wordingMark: { readonly [confidence in Exclude<Confidence, 'read'>]: string };
  /** What was measured against its objective, and whether it kept it. */
  readonly measured: (actual: string, objective: string, result: VerdictWord) => string;
  readonly notMeasured: (objective: string) => string;
  readonly standing: { readonly [standing in Word['standing']]: string };
  readonly list: (parts: readonly string[]) => string;
  readonly because: (what: string, why: string) => string;
  /** What to do, with what to type or to edit. */
  readonly nextWith: (words: string, command: string) => string;
  /** `17 proven, 3 attested, …` */
  readonly tally: (counts: { readonly [status in Status]: number }) => string;
  /** Of a journal that cannot be used. */
  readonly broken: (run: string, why: string) => string;
  readonly pastUse: (month: string) => string;
  readonly labels: Labels;
}

export interface Labels {
  readonly id: string;
  readonly requirement: string;
  readonly met: string;
  readonly response: string;
  readonly category: string;
  readonly status: string;
  readonly why: string;
  readonly evidence: string;
  readonly next: string;
  readonly confidence: string;
  readonly proof: string;
  readonly source: string;
  readonly edition: string;
  readonly assessedAt: string;
  readonly accounts: string;
  readonly noAccounts: string;
  readonly remarks: string;
  readonly summary: string;
  readonly disclaimer: string;
  readonly notUsable: string;
  readonly nothing: string;
  /** Names of the sheets; a spreadsheet takes at most 31 letters. */
  readonly sheets: { readonly [table in TableId | 'about']: string };
  readonly runs: { readonly [column in RunColumn]: string };
  /** Below the table of runs. */
  readonly runsNote: string;
  readonly statements: { readonly [column in StatementColumn]: string };
  /** What a statement is about. */
  readonly exclusion: string;
}

export type TableId = 'sheet' | 'runs' | 'statements' | 'decisions';

export type RunColumn =
  | 'report'
  | 'date'
  | 'drill'
  | 'environment'
  | 'mode'
  | 'result'
  | 'rto'
  | 'rpo'
  | 'counts'
  | 'countsNot';

export type StatementColumn =
  | 'about'
  | 'met'
  | 'owner'
  | 'date'
  | 'reason'
  | 'evidence'
  | 'until'
  | 'standing';
