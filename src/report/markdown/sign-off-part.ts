import type { ReportModel } from '../schema.ts';
import { signOffRow } from '../sign-off-text.ts';
import type { Words } from '../words.ts';
import { md, mdTable } from './markdown.ts';

/** Who stands for the report. */
export function signOffPart(report: ReportModel, words: Words): string[] {
  const { signOff } = words.people;
  const { signOffs } = report.people;
  if (signOffs.length === 0) return [`## ${signOff.title}`, signOff.none];
  const rows = signOffs.map((one) => {
    const row = signOffRow(one, report, words);
    const decision = one.decision === 'accepted' ? row.decision : `**${row.decision}**`;
    const part = one.tookPart === 'alone' ? `**${row.part}**` : row.part;
    const said = row.comment === '' ? md(row.of) : `${md(row.comment)}${words.aside(md(row.of))}`;
    return [md(row.name), md(row.role), decision, md(row.knownAs), row.when, part, said];
  });
  return [
    `## ${signOff.title}`,
    signOff.lead,
    mdTable(
      [
        signOff.name,
        signOff.role,
        signOff.decision,
        signOff.knownAs,
        signOff.when,
        signOff.part,
        signOff.comment,
      ],
      rows,
    ),
  ];
}
