import type { AssessedRequirement } from '../assess.ts';
import type { Requirement } from '../edition.ts';
import type { Facts } from '../facts.ts';
import type { Answer, Next, ShownRun, Status } from '../judged.ts';
import { nextCommand } from '../next-command.ts';
import { type FtrWords, tell } from '../words.ts';
import type { ExportTable, MarkedCell } from './export-table.ts';

/** The self-assessment: what the form asks for, then what it stands on. */
export function sheetTable(
  assessed: readonly AssessedRequirement[],
  { drills }: Pick<Facts, 'drills'>,
  words: FtrWords,
): ExportTable {
  const { labels } = words;
  return {
    id: 'sheet',
    title: labels.sheets.sheet,
    columns: [
      { title: labels.id, width: 14 },
      { title: labels.requirement, width: 46 },
      { title: labels.met, width: 14 },
      { title: labels.response, width: 46 },
      { title: labels.evidence, width: 46 },
      { title: labels.next, width: 40 },
    ],
    rows: assessed.map(({ requirement, status, answers, evidence, next }) => [
      requirement.id,
      askedBy(requirement, words),
      metCell(status, words),
      answers.map((answer) => tell(words.answer, answer)).join('\n'),
      [
        ...evidence.filter(({ why }) => !why).map((run) => runLine(run, words)),
        ...answers.flatMap((answer) => sourcesOf(answer, drills)),
      ].join('\n'),
      next ? nextText(next, words) : '',
    ]),
  };
}

/** Where a reviewer can look it up, beside the runs. */
function sourcesOf(answer: Answer, drills: Facts['drills']): readonly string[] {
  switch (answer.code) {
    case 'objective':
      return drills.filter(({ name }) => answer.drills.includes(name)).map(({ file }) => file);
    case 'attested':
      return answer.by.evidence === undefined ? [] : [answer.by.evidence];
    case 'test-date':
    case 'report':
    case 'excluded':
      return [];
  }
}

/** What the edition asks, and that this is not sure where it is not. */
function askedBy({ text, confidence }: Requirement, words: FtrWords): string {
  if (text === null) return words.wordingUnknown;
  const asked = text[words.lang];
  return confidence === 'read' ? asked : asked + words.wordingMark[confidence];
}

function metCell(status: Status, words: FtrWords): MarkedCell {
  return { text: words.met[status], tone: TONES[status] };
}

export const TONES = {
  proven: 'good',
  attested: 'good',
  'not-met': 'bad',
  'not-applicable': 'plain',
  unknown: 'open',
} as const satisfies { readonly [status in Status]: MarkedCell['tone'] };

/** A run in a line: which, what came of it, how old it is. */
export function runLine(
  { reportId, environment, result, ageDays }: ShownRun,
  words: FtrWords,
): string {
  return words.list([reportId, environment, words.result[result], words.age(ageDays)]);
}

function nextText(next: Next, words: FtrWords): string {
  const command = nextCommand(next);
  const told = tell(words.next, next);
  if (command === undefined) return told;
  if (next.code === 'run') return next.live ? `${command}\n${told}` : command;
  return words.nextWith(told, command);
}
