import type { ReportModel } from './schema.ts';
import { personText } from './task-text.ts';
import { fullTimeText } from './times.ts';
import type { Words } from './words.ts';

type SignOff = ReportModel['people']['signOffs'][number];

/** A sign-off as the cells of a row. */
export interface SignOffRow {
  readonly name: string;
  readonly role: string;
  readonly decision: string;
  readonly knownAs: string;
  readonly when: string;
  readonly part: string;
  readonly comment: string;
  /** Of which report, and by which key. */
  readonly of: string;
}

export function signOffRow(signOff: SignOff, report: ReportModel, words: Words): SignOffRow {
  const { name, role, decision, by, at, tookPart, comment, report: signed, keyId } = signOff;
  const { decided, tookPart: part, ofReport, byKey } = words.people.signOff;
  return {
    name,
    role,
    decision: decided[decision],
    knownAs: personText(by, words),
    when: fullTimeText(at, report, words),
    part: part[tookPart],
    comment: comment ?? '',
    of: words.clauses([ofReport(signed), ...(keyId === null ? [] : [byKey(keyId)])]),
  };
}

/** Whether somebody stands for the report; of a run that goes on nobody can. */
export function summarizeSignOff(report: ReportModel, words: Words): string[] {
  if (report.finishedAt === null) return [];
  const { signOff } = words.people;
  const last = report.people.signOffs.at(-1);
  if (!last) return [signOff.notYet];
  const { decision, name, role, at, tookPart } = last;
  const when = fullTimeText(at, report, words);
  const signed = signOff.signed(signOff.decided[decision], `${name}${words.aside(role)}`, when);
  return tookPart === 'alone' ? [signed, signOff.alone] : [signed];
}
