import { newestLook } from '../report-posture.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { icon } from './icon.ts';
import { chip, code, section, table } from './parts.ts';
import { CHANGE_TONES, POSTURE_TONES } from './tones.ts';

type Account = ReportModel['posture'][number];
type Finding = Account['findings'][number];

/** How each account stands, and what the recovery has changed; `null` where nobody looked. */
export function postureSection(report: ReportModel, words: Words): Html | null {
  if (report.posture.length === 0) return null;
  return section(
    'posture',
    words.sections.posture,
    words.sentences([words.lead.posture, words.posture.requiredNote]),
    report.posture.map((account) => accountPart(account, words)),
  );
}

function accountPart(account: Account, words: Words): Html {
  const { posture } = words;
  return html`<h3>${posture.account} ${code(account.account)}</h3>
${changeList(account, words)}
${findingTable(account, words)}`;
}

function changeList({ changes, findings }: Account, words: Words): Html {
  const { posture } = words;
  if (changes.length > 0) {
    return html`<p><b>${posture.changes}</b></p>
<ul class="changes">${changes.map(
      ({ kind, text }) => html`<li>${chip(CHANGE_TONES[kind], posture.change[kind])} ${text}</li>`,
    )}</ul>`;
  }
  const isCompared = findings.some(({ before, after }) => before !== null && after !== null);
  return html`<p>${isCompared ? posture.noChange : posture.lookedOnce}</p>`;
}

function findingTable({ account, findings }: Account, words: Words): Html {
  const { posture } = words;
  const hasMiddle = findings.some(({ during }) => during !== null);
  return table(
    `${posture.account} ${account}`,
    [
      { title: posture.finding },
      { title: posture.before },
      ...(hasMiddle ? [{ title: posture.during }] : []),
      { title: posture.after },
      { title: posture.why },
      { title: posture.read },
    ],
    findings.map((finding) => [
      name(finding, words),
      outcome(finding.before, words),
      ...(hasMiddle ? [outcome(finding.during, words)] : []),
      outcome(finding.after, words),
      why(finding, words),
      source(finding),
    ]),
  );
}

function name({ title, requirement, required }: Finding, words: Words): Html {
  return html`${title}${(required || requirement !== null) && html`<br>`}${
    required && html`<small><b>${words.posture.isRequired}</b></small> `
  }${requirement !== null && html`<small>${requirement}</small>`}`;
}

function outcome(look: Finding['after'], words: Words): Html {
  return look === null
    ? html`<span class="absent" aria-hidden="true">—</span><span class="hidden">${words.posture.notLooked}</span>`
    : chip(POSTURE_TONES[look.outcome], words.posture.outcome[look.outcome]);
}

function why(finding: Finding, words: Words): HtmlPart {
  const look = newestLook(finding);
  if (look === null) return words.posture.notLooked;
  return html`${look.reason}${look.observed !== null && html`<br><small>${code(look.observed)}</small>`}`;
}

function source(finding: Finding): HtmlPart {
  const look = newestLook(finding);
  return look && html`${code(look.call)}<br><small>${code(look.field)}</small>`;
}

/** What was required of the accounts, each with how it was found after the recovery. */
export function requiredMarks({ posture }: ReportModel, words: Words): readonly Html[] {
  return posture
    .flatMap(({ findings }) => findings)
    .filter(({ required }) => required)
    .map(({ title, after }) => {
      const tone = after === null ? 'open' : POSTURE_TONES[after.outcome];
      const said = after === null ? words.posture.notLooked : words.posture.outcome[after.outcome];
      return html`<li>${icon(tone)} ${title}<span class="hidden">: ${said}</span></li>`;
    });
}
