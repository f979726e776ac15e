import { newestLook } from '../report-posture.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { md, mdCode, mdTable } from './markdown.ts';

type Account = ReportModel['posture'][number];
type Finding = Account['findings'][number];

/** How each account stands, and what the recovery has changed. */
export function posturePart(report: ReportModel, words: Words): string[] {
  if (report.posture.length === 0) return [];
  return [
    `## ${words.sections.posture}`,
    words.sentences([words.lead.posture, words.posture.requiredNote]),
    ...report.posture.flatMap((account) => [
      `### ${words.posture.account} ${mdCode(account.account)}`,
      changeList(account, words),
      findingTable(account, words),
    ]),
  ];
}

function changeList({ changes, findings }: Account, words: Words): string {
  const { posture } = words;
  if (changes.length > 0) {
    const lines = changes.map(
      ({ kind, text }) => `- ${words.labelled(`**${posture.change[kind]}**`, md(text))}`,
    );
    return [words.labelled(posture.changes, '').trim(), '', ...lines].join('\n');
  }
  const isCompared = findings.some(({ before, after }) => before !== null && after !== null);
  return isCompared ? posture.noChange : posture.lookedOnce;
}

function findingTable({ findings }: Account, words: Words): string {
  const { posture } = words;
  const hasMiddle = findings.some(({ during }) => during !== null);
  const outcome = (look: Finding['after']) => (look === null ? '—' : posture.outcome[look.outcome]);
  return mdTable(
    [
      posture.finding,
      posture.before,
      ...(hasMiddle ? [posture.during] : []),
      posture.after,
      posture.why,
      posture.read,
    ],
    findings.map((finding) => [
      name(finding, words),
      outcome(finding.before),
      ...(hasMiddle ? [outcome(finding.during)] : []),
      `**${outcome(finding.after)}**`,
      why(finding, words),
      source(finding),
    ]),
  );
}

function name({ title, requirement, required }: Finding, words: Words): string {
  const notes = [
    ...(requirement === null ? [] : [md(requirement)]),
    ...(required ? [`**${words.posture.isRequired}**`] : []),
  ];
  return words.list([md(title), ...notes]);
}

function why(finding: Finding, { posture }: Words): string {
  const look = newestLook(finding);
  if (look === null) return posture.notLooked;
  return [md(look.reason), mdCode(look.observed ?? '')].join(' ').trim();
}

function source(finding: Finding): string {
  const look = newestLook(finding);
  return look === null ? '' : `${mdCode(look.call)} ${mdCode(look.field)}`;
}
