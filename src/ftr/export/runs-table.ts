import type { Measure, NotApplicable } from '../../core/verdict.ts';
import type { KnownRun } from '../facts.ts';
import { type FtrWords, tell } from '../words.ts';
import type { ExportTable, MarkedCell } from './export-table.ts';
import type { LookedAt } from './looked-at.ts';

/** The runs with their figures, what each counts for, and why not. */
export function runsTable(looked: readonly LookedAt[], words: FtrWords): ExportTable {
  const { runs: labels, runsNote: note, sheets } = words.labels;
  return {
    id: 'runs',
    title: sheets.runs,
    columns: [
      { title: labels.report, width: 44 },
      { title: labels.date, width: 12 },
      { title: labels.drill, width: 24 },
      { title: labels.environment, width: 18 },
      { title: labels.mode, width: 13 },
      { title: labels.result, width: 12 },
      { title: labels.rto, width: 24 },
      { title: labels.rpo, width: 24 },
      { title: labels.counts, width: 18 },
      { title: labels.countsNot, width: 60 },
    ],
    rows: looked.map(({ run, counts, countsNot }) => [
      run.status === 'interrupted' ? run.reportId : { text: run.reportId, run: run.run },
      run.openedAt.slice(0, 10),
      run.drill,
      run.environment,
      words.runMode[run.mode],
      resultCell(run, words),
      figure(run.rto, words),
      figure(run.rpo, words),
      words.list(counts),
      [...Map.groupBy(countsNot, ({ why }) => tell(words.why, why))]
        .map(([why, uses]) => words.because(words.list(uses.map(({ id }) => id)), why))
        .join('\n'),
    ]),
    note,
  };
}

function resultCell({ result }: KnownRun, words: FtrWords): MarkedCell {
  const tone = result === 'passed' ? 'good' : result === 'failed' ? 'bad' : 'open';
  return { text: words.result[result], tone };
}

function figure(measure: Measure | NotApplicable | undefined, words: FtrWords): string {
  if (!measure) return '';
  if (!('objectiveMs' in measure)) return words.met['not-applicable'];
  const { actualMs, objectiveMs, result } = measure;
  const objective = words.duration(objectiveMs);
  return actualMs === undefined
    ? words.notMeasured(objective)
    : words.measured(words.duration(actualMs), objective, result);
}
