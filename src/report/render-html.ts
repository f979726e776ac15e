import {
  definitionSection,
  missingSection,
  notTestedSection,
  peopleSection,
  requirementsSection,
  verifySection,
} from './html/background-sections.ts';
import { issuesSection } from './html/follow-up-sections.ts';
import { cssString, Html, html } from './html/html.ts';
import { banner, contents, masthead, watermarkLayer } from './html/masthead.ts';
import { postureSection } from './html/posture-section.ts';
import { resultSection } from './html/result.ts';
import {
  callsSection,
  checksSection,
  cleanUpSection,
  deviationsSection,
  incidentsSection,
  stepsSection,
} from './html/run-sections.ts';
import { signOffSection } from './html/sign-off-section.ts';
import { PAGE_STYLE } from './html/styles.ts';
import { timelineSection } from './html/timeline-section.ts';
import { usersSection } from './html/users-section.ts';
import type { ReportModel } from './schema.ts';
import { ENGLISH, type Words } from './words.ts';

/** The report as one page that needs nothing else: no network, no script, no font. */
export function renderHtml(report: ReportModel, words: Words = ENGLISH): string {
  const { sections } = words;
  const title = words.labelled(report.workload.title, words.verdict[report.result.verdict]);
  const users = usersSection(report, words);
  const posture = postureSection(report, words);
  const checks = checksSection(report, words);
  const page = html`<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${report.watermark === null ? title : words.labelled(words.watermarkShort, title)}</title>
<style>${new Html(PAGE_STYLE)}${new Html(printedMargins(report, words))}</style>
</head>
<body${report.watermark !== null && html` class="marked"`}>
<a class="skip" href="#result">${sections.result}</a>
${banner(report, words)}${masthead(report, words)}${contents(
  [
    ...(users === null ? [] : ([['users', sections.users]] as const)),
    ...(posture === null ? [] : ([['posture', sections.posture]] as const)),
    ['timeline', sections.timeline],
    ['steps', sections.steps],
    ...(checks === null ? [] : ([['checks', sections.checks]] as const)),
    ['clean-up', sections.cleanUp],
    ['calls', sections.calls],
    ['deviations', words.context.deviations],
    ['incidents', sections.incidents],
    ['issues', sections.issues],
    ['definition', sections.definition],
    ['people', sections.people],
    ['requirements', sections.requirements],
    ['missing', sections.missing],
    ['sign-off', words.people.signOff.title],
    ['verify', sections.verify],
  ],
  words,
)}<main>
${resultSection(report, words)}${users}${posture}${timelineSection(report, words)}${stepsSection(report, words)}${checks}${cleanUpSection(report, words)}${callsSection(report, words)}${deviationsSection(report, words)}${incidentsSection(report, words)}${issuesSection(report, words)}${definitionSection(report, words)}${peopleSection(report, words)}${requirementsSection(report, words)}${notTestedSection(report, words)}${missingSection(report, words)}${signOffSection(report, words)}${verifySection(report, words)}</main>
<footer><p>${words.product} ${report.tool.versions.join(', ')} · ${report.reportId}</p>${
    report.watermark !== null && html`<p><strong>${report.watermark}</strong></p>`
  }</footer>
${watermarkLayer(report, words)}</body>
</html>
`;
  return page.text;
}

/** What stands in the margins of every printed page. */
function printedMargins(report: ReportModel, words: Words): string {
  const left = cssString(`${words.product} · ${report.run}`);
  const centre = report.watermark === null ? '""' : cssString(report.watermark);
  return `
@page {
  @top-left { content: ${left} }
  @top-right { content: counter(page) " / " counter(pages) }
  @bottom-center { content: ${centre} }
}
`;
}
