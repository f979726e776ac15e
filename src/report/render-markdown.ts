import { redactionText } from './copy-text.ts';
import { backgroundPart } from './markdown/background-part.ts';
import { posturePart } from './markdown/posture-part.ts';
import { resultPart, timelinePart } from './markdown/result-part.ts';
import { runPart } from './markdown/run-part.ts';
import type { ReportModel } from './schema.ts';
import { ENGLISH, type Words } from './words.ts';

/** The report as Markdown, for a pull request or a wiki. */
export function renderMarkdown(report: ReportModel, words: Words = ENGLISH): string {
  const mark =
    report.watermark === null
      ? []
      : [`> [!CAUTION]\n> **${report.watermark}**\n> ${words.watermarkMeaning}`];
  const redaction = redactionText(report, words);
  const parts = [
    ...mark,
    ...(redaction === null ? [] : [`> [!NOTE]\n> **${words.redacted}**\n> ${redaction}`]),
    ...resultPart(report, words),
    ...posturePart(report, words),
    ...timelinePart(report, words),
    ...runPart(report, words),
    ...mark,
    ...backgroundPart(report, words),
    ...mark,
  ];
  return `${parts.join('\n\n')}\n`;
}
