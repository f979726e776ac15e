import type { AssessedRequirement } from '../assess.ts';
import { CATEGORIES } from '../categories.ts';
import { SOURCES } from '../sources.ts';
import { type FtrWords, tell } from '../words.ts';
import type { ExportTable } from './export-table.ts';
import { runLine, TONES } from './sheet-table.ts';

/** Why each status is what it is, with the runs that were looked at and do not count. */
export function decisionsTable(
  assessed: readonly AssessedRequirement[],
  words: FtrWords,
): ExportTable {
  const { labels, lang } = words;
  return {
    id: 'decisions',
    title: labels.sheets.decisions,
    columns: [
      { title: labels.id, width: 14 },
      { title: labels.category, width: 22 },
      { title: labels.status, width: 14 },
      { title: labels.why, width: 70 },
      { title: labels.runs.countsNot, width: 60 },
      { title: labels.proof, width: 16 },
      { title: labels.confidence, width: 16 },
      { title: labels.source, width: 46 },
    ],
    rows: assessed.map(({ requirement, status, reasons, evidence }) => [
      requirement.id,
      CATEGORIES[requirement.category][lang],
      { text: words.status[status], tone: TONES[status] },
      reasons.map((reason) => tell(words.reason, reason)).join('\n'),
      evidence
        .flatMap((run) =>
          run.why ? [words.because(runLine(run, words), tell(words.why, run.why))] : [],
        )
        .join('\n'),
      words.proof[requirement.proof],
      words.confidence[requirement.confidence],
      SOURCES[requirement.source],
    ]),
  };
}
