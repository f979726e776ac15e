import { deviationsText, earlierText, settlementText, triggerText } from '../context-text.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './html.ts';
import { card, chip, code, definitions } from './parts.ts';
import { SEVERITY_TONES } from './tones.ts';

const MOST_ISSUES = 3;

/** What somebody has to do next: the first few, each with whose it is. */
export function followUpCard(report: ReportModel, words: Words): Html {
  const { issues } = report;
  const { context, labels } = words;
  const tone = issues.some(({ severity }) => severity === 'high')
    ? 'bad'
    : issues.length > 0
      ? 'open'
      : 'good';
  const rest = issues.length - MOST_ISSUES;
  const earlier = earlierText(report, words);
  return card(
    words.sections.issues,
    String(issues.length || ''),
    tone,
    html`${
      issues.length === 0
        ? html`<p>${labels.none}</p>`
        : html`<ul class="marks">${issues
            .slice(0, MOST_ISSUES)
            .map(
              (issue) =>
                html`<li>${chip(SEVERITY_TONES[issue.severity], words.severity[issue.severity])} ${words.issue[issue.kind]}${issue.subject !== null && html` ${code(issue.subject)}`} <small>${settlementText(issue, words)}</small></li>`,
            )}</ul>`
    }${rest > 0 && html`<p><a href="#issues">${words.pdf.more(rest)}</a></p>`}
${definitions([
  ...(earlier === null ? [] : ([[context.earlier, earlier]] as const)),
  [context.deviations, deviationsText(report, words)],
  [context.trigger, triggerText(report, words)],
])}`,
  );
}
