import type { ReportModel } from './schema.ts';

/** The report as JSON for machines: keys in the order of the model, two spaces, one line end. */
export function renderJson(report: ReportModel): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
