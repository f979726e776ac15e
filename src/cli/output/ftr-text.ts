import { ageInDays } from '../../core/day.ts';
import { cells } from '../../drill-file/format-issues.ts';
import type { AssessedRequirement } from '../../ftr/assess.ts';
import { CATEGORIES, type CategoryId } from '../../ftr/categories.ts';
import type { Facts } from '../../ftr/facts.ts';
import type { Next, Reason, ShownRun, Status } from '../../ftr/judged.ts';
import { nextCommand } from '../../ftr/next-command.ts';
import { pastUse } from '../../ftr/past-use.ts';
import { SOURCES } from '../../ftr/sources.ts';
import { tallyOf } from '../../ftr/tally.ts';
import { tell } from '../../ftr/words.ts';
import { ENGLISH } from '../../ftr/words-en.ts';
import { visibleText } from '../../report/visible-text.ts';
import { foldText } from '../fold-text.ts';
import type { EvidenceRead } from '../ftr/read-evidence.ts';

const COLUMNS = 80;

/** Beside the word, for the eye; never alone, and never a colour. */
const MARKS: { readonly [status in Status]: string } = {
  proven: '✔',
  attested: '✎',
  'not-met': '✖',
  'not-applicable': '–',
  unknown: '?',
};

/** Short enough for a column. */
const WORDS: { readonly [status in Status]: string } = {
  ...ENGLISH.status,
  'not-applicable': 'n/a',
};

/** The width of the longest id of the later editions. */
const ID = 10;
const STATUS = 8;
const INDENT = ' '.repeat(2 + 2 + STATUS + 2);

/** All requirements of an edition, a few lines each. */
export function ftrTable(
  assessed: readonly AssessedRequirement[],
  facts: Facts,
  broken: EvidenceRead['broken'],
): string[] {
  const { edition, now, accounts } = facts;
  const counts = tallyOf(assessed);
  const past = pastUse(facts, ENGLISH);
  const groups = Map.groupBy(assessed, ({ requirement }) => requirement.category);
  return [
    `${ENGLISH.title}, ${edition.id}`,
    ...foldText(
      `Edition: ${edition.title.en}. As of ${now.slice(0, 10)}. Accounts: ${
        accounts.length === 0 ? ENGLISH.labels.noAccounts : accounts.join(', ')
      }.`,
      '',
      COLUMNS,
    ),
    ...(past === undefined ? [] : foldText(past, '', COLUMNS)),
    ...[...groups].flatMap(([category, ofCategory]) => [
      '',
      titleOf(category),
      ...ofCategory.flatMap((one) => rowOf(one, facts)),
    ]),
    '',
    ...broken.flatMap(({ run, failure }) =>
      foldText(ENGLISH.broken(visible(run), visible(failure.message)), '', COLUMNS),
    ),
    ...foldText(
      `${ENGLISH.tally(counts)}, of ${assessed.length}. Where no next step is told: attest it in drills/attestations.yaml.`,
      '',
      COLUMNS,
    ),
    'drill ftr <id> says all of one requirement; drill ftr export writes the forms.',
  ];
}

function titleOf(category: CategoryId): string {
  return CATEGORIES[category].en;
}

function rowOf(one: AssessedRequirement, { now }: Facts): string[] {
  const { requirement, status, next } = one;
  const head = `  ${MARKS[status]} ${WORDS[status].padEnd(STATUS)}  `;
  const text = requirement.text?.en ?? ENGLISH.wordingUnknown;
  const asked =
    requirement.id.length > ID
      ? [head + requirement.id, cut(INDENT + text)]
      : [cut(`${head}${requirement.id.padEnd(ID)}  ${text}`)];
  return [
    ...asked,
    ...briefly(one, now).flatMap((line) => foldText(visible(line), INDENT, COLUMNS).map(cut)),
    ...(next && !isPlain(one) ? nextLines(next) : []),
  ];
}

/** Nobody has said anything, and nothing but a word is asked for: most of a checklist. */
function isPlain({ next, reasons }: AssessedRequirement): boolean {
  return next?.code === 'attest' && reasons.every(({ code }) => code === 'nobody-said');
}

/** What the status stands on, in a line; of what is open, what is in its way. */
function briefly(one: AssessedRequirement, now: string): string[] {
  if (isPlain(one)) return [];
  const { status, reasons, answers, evidence } = one;
  const counting = evidence.filter(({ why }) => !why);
  const [newest] = counting;
  const more = counting.length > 1 ? ` and ${counting.length - 1} more` : '';
  const run = newest && `${newest.run}, ${ENGLISH.age(newest.ageDays)}${more}`;
  if (status === 'unknown' || status === 'not-met') {
    const [shown] = evidence;
    return [...firstReason(reasons), ...(run ? [run] : shown ? [shownBriefly(shown)] : [])];
  }
  const word = answers.find((answer) => answer.code === 'attested');
  if (word) {
    const { owner, date, reason } = word.by;
    return [`${owner}, ${ENGLISH.age(ageInDays(`${date}T00:00:00Z`, now))}: ${reason}`];
  }
  if (run) return [run];
  const declared = answers.filter(({ code }) => code === 'objective');
  return declared.length > 0
    ? [declared.map((answer) => tell(ENGLISH.answer, answer)).join('; ')]
    : firstReason(reasons);
}

function firstReason(reasons: readonly Reason[]): string[] {
  return reasons.slice(0, 1).map((reason) => tell(ENGLISH.reason, reason));
}

function shownBriefly({ run, why }: ShownRun): string {
  return why ? `not ${run}: ${tell(ENGLISH.why, why)}` : run;
}

/** All that is known of one requirement. */
export function ftrDetails(one: AssessedRequirement, facts: Facts): string[] {
  const { requirement, status, reasons, evidence, answers, next } = one;
  const { labels } = ENGLISH;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : ['', title, ...lines.flatMap((line) => foldText(visible(line), '  ', COLUMNS))];
  return [
    `${MARKS[status]} ${ENGLISH.status[status]}  ${requirement.id}, edition ${facts.edition.id}`,
    ...foldText(requirement.text?.en ?? ENGLISH.wordingUnknown, '', COLUMNS),
    ...section(
      labels.why,
      reasons.map((reason) => tell(ENGLISH.reason, reason)),
    ),
    ...section(labels.evidence, evidence.map(shownWhole)),
    ...section(
      labels.response,
      answers.map((answer) => tell(ENGLISH.answer, answer)),
    ),
    ...(next ? ['', labels.next, ...nextLines(next).map((line) => `  ${line.trim()}`)] : []),
    ...section(labels.source, [
      `${ENGLISH.confidence[requirement.confidence]}: ${SOURCES[requirement.source]}`,
      `${labels.proof}: ${ENGLISH.proof[requirement.proof]}`,
    ]),
  ];
}

function shownWhole({ run, environment, mode, result, ageDays, why }: ShownRun): string {
  const verdict = why ? ENGLISH.countsNot(tell(ENGLISH.why, why)) : ENGLISH.counts;
  return `${run} (${environment}, ${ENGLISH.runMode[mode]}, ${ENGLISH.result[result]}, ${ENGLISH.age(ageDays)}): ${verdict}`;
}

/** The command on a line of its own where both do not fit on one, so that it can be copied. */
function nextLines(next: Next): string[] {
  const command = nextCommand(next);
  const words = tell(ENGLISH.next, next);
  if (command === undefined) return [`${INDENT}→ ${words}`];
  if (next.code === 'run') {
    return [`${INDENT}→ ${command}`, ...(next.live ? [`${INDENT}  ${words}`] : [])];
  }
  const line = `${INDENT}→ ${words} ${command}`;
  return line.length <= COLUMNS ? [line] : [`${INDENT}→ ${words}`, `${INDENT}  ${command}`];
}

/** On one line, and never longer than a terminal; Japanese takes two columns for a letter. */
function cut(line: string): string {
  if (cells(line) <= COLUMNS) return line;
  let kept = '';
  for (const letter of line) {
    if (cells(kept + letter) >= COLUMNS) break;
    kept += letter;
  }
  return `${kept}…`;
}

function visible(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ');
}
