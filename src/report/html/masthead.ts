import { redactionText } from '../copy-text.ts';
import type { ReportModel } from '../schema.ts';
import { databaseText } from '../subject-text.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './html.ts';
import { chip, code } from './parts.ts';
import { fullTime } from './times.ts';

/** What was tested, where and when. */
export function masthead(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const { workload, test, document, openedAt, finishedAt, nextTestDue } = report;
  const when = (instant: string) => fullTime(instant, report, words);
  const tested = [
    ...(test.type === null ? [] : [words.testType[test.type]]),
    words.scenario[test.scenario.kind],
    ...(workload.database === null ? [] : [databaseText(report, words)]),
    workload.region,
  ];
  return html`<header class="masthead">
<p class="brand"><span lang="ja">訓練</span> ${words.product} <span class="kind">${words.reportTitle}</span></p>
<h1>${workload.title}</h1>
${
  document.confidentiality !== null &&
  html`<p class="confidentiality">${document.confidentiality.text}</p>
`
}<p class="tested">${test.mode === 'live' && html`${chip('bad', words.live)} `}${tested.join(' · ')}</p>
<dl class="ids">
<div><dt>${labels.run}</dt><dd>${code(report.run)}</dd></div>
<div><dt>${labels.opened}</dt><dd>${when(openedAt)}</dd></div>
<div><dt>${finishedAt === null ? labels.lastRecord : labels.finished}</dt><dd>${when(finishedAt ?? report.lastAt)}</dd></div>
<div><dt>${labels.took}</dt><dd>${words.duration(report.durationMs)}</dd></div>
${
  nextTestDue !== null &&
  html`<div><dt>${words.missing.fields.nextTestDue}</dt><dd>${when(nextTestDue)}</dd></div>
`
}</dl>
</header>
`;
}

/** Says before anything else that the report is no evidence, and that it is a redacted copy. */
export function banner(report: ReportModel, words: Words): Html {
  const redaction = redactionText(report, words);
  return html`${
    report.watermark !== null &&
    html`<aside class="banner" aria-label="${words.watermarkShort}"><strong>${report.watermark}</strong> <span>${words.watermarkMeaning}</span></aside>
`
  }${
    redaction !== null &&
    html`<aside class="redacted" aria-label="${words.redacted}"><strong>${words.redacted}</strong> <span>${redaction}</span></aside>
`
  }`;
}

/** Slanting across every page, on the screen and on paper. */
export function watermarkLayer(report: ReportModel, words: Words): Html | null {
  if (report.watermark === null) return null;
  const word = report.test.real ? '' : words.watermarkShort;
  const head = report.watermark.split(/[:：]/)[0] ?? '';
  return html`<svg class="watermark" aria-hidden="true"><defs><pattern id="wm" width="440" height="260" patternUnits="userSpaceOnUse" patternTransform="rotate(-28)"><text x="20" y="90">${head}</text><text x="20" y="132">${word}</text></pattern></defs><rect width="100%" height="100%" fill="url(#wm)"/></svg>
`;
}

/** The way around a long page. */
export function contents(entries: readonly (readonly [string, string])[], words: Words): Html {
  return html`<nav aria-label="${words.labels.contents}"><ul>${entries.map(
    ([id, title]) => html`<li><a href="#${id}">${title}</a></li>`,
  )}</ul></nav>
`;
}
