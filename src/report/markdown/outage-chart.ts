import { offsetText } from '../format.ts';
import { outageSpan } from '../outage-span.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { mdBlock, padTo, textWidth } from './markdown.ts';
import { markLines } from './text-chart.ts';

const COLUMNS = 64;
const HEIGHTS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

interface Column {
  readonly ok: number;
  readonly failed: number;
}

/** The requests of users over time in letters: a row of answered ones, a row of failed ones. */
export function outageChart(report: ReportModel, words: Words): string | null {
  const { outage } = report;
  const span = outageSpan(report);
  if (!outage || !span) return null;
  const columns = columnsOf(outage.slices);
  const most = columns.reduce((high, { ok, failed }) => Math.max(high, ok + failed), 1);
  const { answered, failed } = words.failover;
  const width = Math.max(textWidth(answered), textWidth(failed));
  const row = (name: string, count: (column: Column) => number) =>
    `${padTo(name, width)}  ${columns.map((column) => height(count(column), most)).join('')}`;
  const at = (ms: number) => {
    const column = ((ms - span.startMs) / (span.endMs - span.startMs)) * columns.length;
    return Math.min(columns.length - 1, Math.floor(column));
  };
  const [start, end] = [offsetText(span.startMs, words), offsetText(span.endMs, words)];
  return mdBlock([
    ...markLines(span.milestones, at, width),
    row(answered, (column) => column.ok),
    row(failed, (column) => column.failed),
    `${' '.repeat(width + 2)}${start}${end.padStart(Math.max(0, columns.length - start.length))}`,
  ]);
}

/** Slices side by side, several in one column where there are more than fit. */
function columnsOf(slices: NonNullable<ReportModel['outage']>['slices']): readonly Column[] {
  const count = Math.min(COLUMNS, slices.length);
  const columns = Array.from({ length: count }, () => ({ ok: 0, failed: 0 }));
  for (const [index, { ok, failed }] of slices.entries()) {
    const column = columns[Math.floor((index * count) / slices.length)];
    if (!column) continue;
    column.ok += ok;
    column.failed += failed;
  }
  return columns;
}

/** A little is never shown as nothing. */
function height(count: number, most: number): string {
  return HEIGHTS[Math.ceil((8 * count) / most)] ?? '█';
}
