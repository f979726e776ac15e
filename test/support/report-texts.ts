import type { JournalRecord } from '../../src/core/record.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderJson } from '../../src/report/render-json.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { buildReport } from '../../src/report/report-model.ts';

/** The forms of a report that are text, by the names of their files. */
export function reportTexts(records: readonly JournalRecord[]): ReadonlyMap<string, string> {
  const report = buildReport(records);
  return new Map([
    ['report.json', renderJson(report)],
    ['report.md', renderMarkdown(report)],
    ['report.html', renderHtml(report)],
  ]);
}
