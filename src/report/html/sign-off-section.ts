import type { ReportModel } from '../schema.ts';
import { signOffRow } from '../sign-off-text.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './html.ts';
import { chip, section, table } from './parts.ts';
import { DECISION_TONES } from './tones.ts';

/** Who stands for the report. */
export function signOffSection(report: ReportModel, words: Words): Html {
  const { signOff } = words.people;
  const { signOffs } = report.people;
  if (signOffs.length === 0) {
    return section('sign-off', signOff.title, null, html`<p>${signOff.none}</p>`);
  }
  const columns = [
    { title: signOff.name },
    { title: signOff.decision },
    { title: signOff.knownAs },
    { title: signOff.when },
    { title: signOff.part },
    { title: signOff.comment },
  ];
  const rows = signOffs.map((one) => {
    const row = signOffRow(one, report, words);
    return [
      html`${row.name}<br><small>${row.role}</small>`,
      chip(DECISION_TONES[one.decision], row.decision),
      html`<small>${row.knownAs}</small>`,
      row.when,
      one.tookPart === 'alone' ? chip('open', row.part) : row.part,
      html`${row.comment !== '' && html`${row.comment}<br>`}<small>${row.of}</small>`,
    ];
  });
  return section('sign-off', signOff.title, signOff.lead, table(signOff.title, columns, rows));
}
