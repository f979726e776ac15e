import { CHANGE_TONES, POSTURE_TONES } from '../html/tones.ts';
import { newestLook } from '../report-posture.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { code, type Inline, lines, small, soft, strong, toned } from './inline.ts';
import type { Node } from './node.ts';
import { paragraph, section, subheading } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';

type Account = ReportModel['posture'][number];
type Finding = Account['findings'][number];

/** How each account stands, and what the recovery has changed; nothing where nobody looked. */
export function posturePart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  if (report.posture.length === 0) return [];
  return section(
    'posture',
    words.sections.posture,
    words.sentences([words.lead.posture, words.posture.requiredNote]),
    report.posture.flatMap((account) => accountPart(account, sheet)),
  );
}

function accountPart(account: Account, sheet: Sheet): Node[] {
  const { posture } = sheet.words;
  return [
    subheading([`${posture.account} `, { text: account.account, font: 'mono' }]),
    ...changes(account, sheet.words),
    findingTable(account, sheet),
  ];
}

function changes({ changes: told, findings }: Account, { posture }: Words): Node[] {
  if (told.length > 0) {
    return [
      paragraph(strong(posture.changes)),
      ...told.map(({ kind, text }) =>
        paragraph([toned(CHANGE_TONES[kind], posture.change[kind]), `   ${text}`], {
          margin: [0, 1, 0, 1],
        }),
      ),
      paragraph('', { fontSize: 3 }),
    ];
  }
  const isCompared = findings.some(({ before, after }) => before !== null && after !== null);
  return [paragraph(isCompared ? posture.noChange : posture.lookedOnce)];
}

function findingTable({ findings }: Account, { words, fonts }: Sheet): Node {
  const { posture } = words;
  const hasMiddle = findings.some(({ during }) => during !== null);
  return table(
    fonts,
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

function name({ title, requirement, required }: Finding, words: Words): Inline {
  const { posture } = words;
  const marks = [...(required ? [posture.isRequired] : []), ...(requirement ? [requirement] : [])];
  return lines(title, small(words.list(marks)));
}

function outcome(look: Finding['after'], { posture }: Words): Inline {
  if (look === null) return soft('—');
  return toned(POSTURE_TONES[look.outcome], posture.outcome[look.outcome]);
}

function why(finding: Finding, { posture }: Words): Inline {
  const look = newestLook(finding);
  if (look === null) return posture.notLooked;
  return lines(look.reason, look.observed !== null && code(look.observed));
}

function source(finding: Finding): Inline {
  const look = newestLook(finding);
  return look && lines(code(look.call), code(look.field));
}
