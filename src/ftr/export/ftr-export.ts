import type { Failure } from '../../core/failure.ts';
import type { AssessedRequirement } from '../assess.ts';
import type { Facts } from '../facts.ts';
import type { FtrWords } from '../words.ts';
import { aboutExport } from './about-export.ts';
import { decisionsTable } from './decisions-table.ts';
import type { ExportTable } from './export-table.ts';
import { lookedAt } from './looked-at.ts';
import { runsTable } from './runs-table.ts';
import { sheetTable } from './sheet-table.ts';
import { statementsOf } from './statements.ts';
import { statementsTable } from './statements-table.ts';

/** An assessment in words, as the formats for people show it. */
export interface FtrExport {
  readonly words: FtrWords;
  readonly about: readonly (readonly [name: string, text: string])[];
  /** The self-assessment first. */
  readonly tables: readonly ExportTable[];
}

export function ftrExport(
  assessed: readonly AssessedRequirement[],
  facts: Facts,
  broken: readonly { readonly run: string; readonly failure: Failure }[],
  words: FtrWords,
): FtrExport {
  return {
    words,
    about: aboutExport(assessed, facts, broken, words),
    tables: [
      sheetTable(assessed, facts, words),
      runsTable(lookedAt(assessed, facts), words),
      statementsTable(statementsOf(facts), words),
      decisionsTable(assessed, words),
    ],
  };
}
