import {
  approvalTexts,
  didText,
  knownAsText,
  rolesText,
  undeclaredText,
  whenText,
} from '../participant-text.ts';
import type { ReportModel } from '../schema.ts';
import { type Inline, lines, small, soft, toned } from './inline.ts';
import type { Node } from './node.ts';
import { definitions, paragraph, section } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';
import { dateAndTime } from './times.ts';

type Participant = ReportModel['people']['participants'][number];

/** Whom the drill names, who acted, who agreed, and which processes drove the run. */
export function peoplePart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  const warning = undeclaredText(report.people, words);
  const approvals = approvalTexts(report, words);
  return section('people', words.sections.people, null, [
    warning === null ? null : paragraph(warning),
    participants(sheet),
    approvals.length === 0
      ? null
      : definitions(approvals.map((text) => [words.people.approver, text] as const)),
    processes(sheet),
  ]);
}

function participants(sheet: Sheet): Node {
  const { people } = sheet.words;
  return table(
    sheet.fonts,
    [
      { title: people.participant },
      { title: people.declaredAs },
      { title: people.did },
      { title: people.knownAs },
      { title: people.when, kind: 'time' },
    ],
    sheet.report.people.participants.flatMap((one) => rows(one, sheet)),
  );
}

/** A row for each identity somebody has acted as. */
function rows(participant: Participant, { report, words }: Sheet): Inline[][] {
  const { people } = report;
  const { name, declared, roles, acted, identities } = participant;
  const isStranger = !declared && !people.anybody;
  const head = [
    name,
    isStranger ? toned('open', words.people.notDeclared) : rolesText(roles, words),
  ];
  if (acted.length === 0) {
    return [[...head, soft(words.people.didNothing), small(words.list(identities))]];
  }
  return acted.map((one) => [
    ...head,
    didText(one, words),
    small(knownAsText(one, words)),
    whenText(one, report, words),
  ]);
}

function processes(sheet: Sheet): Node {
  const { report, words, fonts } = sheet;
  const { labels } = words;
  return table(
    fonts,
    [
      { title: labels.host },
      { title: labels.operator },
      { title: labels.process, kind: 'number' },
      { title: labels.began, kind: 'time' },
      { title: labels.tool },
    ],
    report.processes.map(({ host, operator, pid, at, tool, node }) => [
      host,
      lines(operator, small(labels.operatorNote)),
      String(pid),
      dateAndTime(at, sheet),
      lines(`${report.tool.name} ${tool}`, small(`Node ${node}`)),
    ]),
  );
}
