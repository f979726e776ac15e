import type { Node } from './node.ts';
import type { Sheet } from './sheet.ts';
import { facts, followUp } from './summary/facts.ts';
import { masthead } from './summary/masthead.ts';
import { scorecard } from './summary/scorecard.ts';
import { verdict } from './summary/verdict.ts';

/** What a manager reads in a minute; never more than a page. */
export function summaryPage(sheet: Sheet): Node[] {
  return [
    ...masthead(sheet),
    verdict(sheet),
    scorecard(sheet),
    ...followUp(sheet),
    ...facts(sheet),
  ];
}
