import type { Node } from './node.ts';
import type { Sheet } from './sheet.ts';
import { facts, followUp } from './summary/facts.ts';
import { masthead } from './summary/masthead.ts';
import { scorecard } from './summary/scorecard.ts';
import { verdict } from './summary/verdict.ts';
import { timeBar } from './where-time-went.ts';

/** What a manager reads in a minute, from the most that is told to the least. It has to fit on one page. */
export const SUMMARY_PAGES: readonly ((sheet: Sheet) => Node[])[] = [
  (sheet) => [...head(sheet), ...(timeBar(sheet) ?? []), ...followUp(sheet, 3), ...facts(sheet)],
  (sheet) => [...head(sheet), ...followUp(sheet, 3), ...facts(sheet)],
  (sheet) => [...head(sheet), ...followUp(sheet, 1), ...facts(sheet)],
  (sheet) => [...head(sheet), ...followUp(sheet, 1), ...facts(sheet, true)],
];

function head(sheet: Sheet): Node[] {
  return [...masthead(sheet), verdict(sheet), scorecard(sheet)];
}
