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
import { md, mdTable } from './markdown.ts';

/** Whom the drill names, who acted, and who agreed. */
export function participantsPart(report: ReportModel, words: Words): string[] {
  const { people } = report;
  const warning = undeclaredText(people, words);
  const approvals = approvalTexts(report, words);
  return [
    `## ${words.sections.people}`,
    ...(warning === null ? [] : [md(warning)]),
    mdTable(
      [
        words.people.participant,
        words.people.declaredAs,
        words.people.did,
        words.people.knownAs,
        words.people.when,
      ],
      people.participants.flatMap(({ name, declared, roles, acted }) => {
        const head = [
          md(name),
          declared || people.anybody
            ? md(rolesText(roles, words))
            : `**${words.people.notDeclared}**`,
        ];
        if (acted.length === 0) return [[...head, words.people.didNothing, '', '']];
        return acted.map((one) => [
          ...head,
          md(didText(one, words)),
          md(knownAsText(one, words)),
          whenText(one, report, words),
        ]);
      }),
    ),
    ...(approvals.length === 0
      ? []
      : [
          approvals
            .map((text) => `- ${words.labelled(words.people.approver, md(text))}`)
            .join('\n'),
        ]),
  ];
}
