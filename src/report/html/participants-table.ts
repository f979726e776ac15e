import {
  approvalTexts,
  didText,
  knownAsText,
  rolesText,
  undeclaredText,
  whenText,
} from '../participant-text.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { chip, definitions, table } from './parts.ts';

type Participant = ReportModel['people']['participants'][number];

/** Whom the drill names, who acted, and who agreed. */
export function participantsTable(report: ReportModel, words: Words): Html {
  const { people } = report;
  const warning = undeclaredText(people, words);
  const approvals = approvalTexts(report, words);
  return html`${warning !== null && html`<p>${warning}</p>`}
${table(
  words.people.participant,
  [
    { title: words.people.participant },
    { title: words.people.declaredAs },
    { title: words.people.did },
    { title: words.people.knownAs },
    { title: words.people.when },
  ],
  people.participants.flatMap((one) => rows(one, report, words)),
)}
${approvals.length > 0 && definitions(approvals.map((text) => [words.people.approver, text]))}`;
}

/** A row for each identity somebody has acted as. */
function rows(participant: Participant, report: ReportModel, words: Words): HtmlPart[][] {
  const { people } = report;
  const { name, declared, roles, acted } = participant;
  const isStranger = !declared && !people.anybody;
  const head = [
    name,
    isStranger ? chip('open', words.people.notDeclared) : rolesText(roles, words),
  ];
  if (acted.length === 0) {
    return [[...head, html`<span class="absent">${words.people.didNothing}</span>`, '', '']];
  }
  return acted.map((one) => [
    ...head,
    didText(one, words),
    html`<small>${knownAsText(one, words)}</small>`,
    whenText(one, report, words),
  ]);
}
