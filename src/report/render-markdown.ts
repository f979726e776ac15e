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
  const parts = [
    ...mark,
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
