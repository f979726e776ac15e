import type { JournalRecord } from '../core/record.ts';
import { PLAIN_REPORT, type ReportSettings } from '../core/report-settings.ts';
import type { Language } from '../core/translations.ts';
import { redactReport } from './redact-report.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPdf } from './render-pdf.ts';
import { buildReport } from './report-model.ts';
import type { ReportModel } from './schema.ts';
import { translateReport } from './translate-report.ts';
import { wordsOf } from './words-of.ts';

export type ReportFiles = ReadonlyMap<string, string | Buffer>;

/** In which form a report is given to its readers. */
export interface ReportForm {
  readonly lang: Language;
  /** Account ids and e-mail addresses are masked. */
  readonly redacted: boolean;
}

/** How the drill of a run wants its report. */
export function reportSettings(records: readonly JournalRecord[]): ReportSettings {
  const [first] = records;
  return (first?.type === 'run.opened' ? first.data.drill.report : undefined) ?? PLAIN_REPORT;
}

/**
 * The files of a report that lie in the run's folder, by name: in the drill's language, and where the drill wants that
 * a redacted copy beside them. The same records give the same bytes.
 */
export async function renderReport(records: readonly JournalRecord[]): Promise<ReportFiles> {
  const report = buildReport(records);
  const { lang, redact } = reportSettings(records);
  return new Map([
    ...(await render(report, { lang, redacted: false }, 'report')),
    ...(redact ? await render(report, { lang, redacted: true }, 'report.redacted') : []),
  ]);
}

/** The files of a report in another form, for a place outside the run's folder; their names tell the form. */
export async function renderCopy(
  records: readonly JournalRecord[],
  form: ReportForm,
): Promise<ReportFiles> {
  const report = buildReport(records);
  const { run, journal } = report;
  const remake = `drill report ${run} --lang ${form.lang}${form.redacted ? ' --redact' : ''}`;
  const copy = { ...report, journal: { ...journal, remake } };
  return await render(copy, form, `report.${form.lang}${form.redacted ? '.redacted' : ''}`);
}

async function render(
  report: ReportModel,
  { lang, redacted }: ReportForm,
  name: string,
): Promise<ReportFiles> {
  const words = wordsOf(lang);
  // Masked first, so that the same value has the same mask in every language.
  const told = translateReport(redacted ? redactReport(report) : report, words);
  return new Map<string, string | Buffer>([
    [`${name}.json`, renderJson(told)],
    [`${name}.md`, renderMarkdown(told, words)],
    [`${name}.html`, renderHtml(told, words)],
    [`${name}.pdf`, await renderPdf(told, words)],
  ]);
}
