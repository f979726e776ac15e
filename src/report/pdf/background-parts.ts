import { contextPairs } from '../context-text.ts';
import { givenFiles, verifyTexts } from '../copy-text.ts';
import { CLAIM_TONES } from '../html/tones.ts';
import { architectureRows } from '../report-architecture.ts';
import type { MissingField } from '../report-gaps.ts';
import { requirementText } from '../requirement-text.ts';
import { databaseText, objectivesText, scenarioSentences, testText } from '../subject-text.ts';
import { fullTimeText } from '../times.ts';
import type { Words } from '../words.ts';
import { code, type Inline, lines, small, soft, strong, toned } from './inline.ts';
import type { Node } from './node.ts';
import { definitions, paragraph, section, subheading } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';

type Pair = readonly [string, Inline];

export function definitionPart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  const { labels } = words;
  const { facts } = report;
  return section('definition', words.sections.definition, null, [
    definitions(definitionPairs({ report, words })),
    ...(facts.length === 0
      ? []
      : [
          subheading(labels.facts),
          definitions(facts.map(({ label, value }) => [label, value] as const)),
        ]),
    ...architecture(sheet),
  ]);
}

/** How what was exercised was set up. */
function architecture({ report, words, fonts }: Sheet): Node[] {
  if (report.architecture === null) return [];
  const { title, subject, setting, value } = words.architecture;
  return [
    subheading(title),
    table(
      fonts,
      [{ title: subject }, { title: setting }, { title: value }],
      architectureRows(report.architecture, words).map((row) => [
        code(row.subject),
        row.label,
        row.value,
      ]),
    ),
  ];
}

function definitionPairs(sheet: Pick<Sheet, 'report' | 'words'>): Pair[] {
  const { report, words } = sheet;
  const { labels, failover } = words;
  const { test, workload, criteria, runbook } = report;
  return [
    [labels.testType, testText(report, words)],
    [labels.scenario, words.sentences(scenarioSentences(test.scenario, words))],
    ...(test.live === null
      ? []
      : [
          [
            failover.confirmed,
            failover.confirmedBy[test.live.how](test.live.workload, test.live.by),
          ] as const,
        ]),
    [labels.drill, lines(workload.title, code(workload.drill))],
    [labels.database, databaseText(report, words)],
    [labels.environment, workload.environment],
    [labels.account, code(workload.accountId)],
    [labels.region, workload.region],
    ...(workload.endpointUrl === null
      ? []
      : [[labels.endpoint, code(workload.endpointUrl)] as const]),
    [labels.objective, objectivesText(report, words)],
    [
      labels.criteria,
      lines(
        code(criteria.hash),
        small(`${labels.criteriaFixed} ${fullTimeText(criteria.fixedAt, report, words)}`),
      ),
    ],
    [
      labels.runbook,
      lines(
        runbook.title,
        small([code(`${runbook.id} ${runbook.version}`), ' ', code(runbook.hash)]),
      ),
    ],
    ...contextPairs(report, words),
    ...Object.entries(workload.parameters).map(
      ([name, value]) =>
        [
          words.labelled(labels.parameters, name),
          code(typeof value === 'string' ? value : JSON.stringify(value)),
        ] as const,
    ),
  ];
}

export function requirementsPart({ report, words, fonts }: Sheet): Node[] {
  const { labels } = words;
  return section('requirements', words.sections.requirements, words.lead.requirements, [
    table(
      fonts,
      [{ title: labels.requirement }, { title: labels.answer }, { title: labels.claim }],
      report.requirements.map(({ id, answer, claim, reason }) => [
        lines(strong(id), small(words.requirement[id as keyof Words['requirement']])),
        answer ?? soft('—'),
        lines(
          toned(CLAIM_TONES[claim], words.claim[claim]),
          small(requirementText(reason, report, words)),
        ),
      ]),
    ),
  ]);
}

export function notTestedPart({ report, words, fonts }: Sheet): Node[] {
  const { labels, notTested } = words;
  return section('not-tested', words.sections.notTested, words.lead.notTested, [
    report.notTested.length === 0
      ? paragraph(labels.none)
      : table(
          fonts,
          [{ title: labels.field }, { title: labels.reason }],
          report.notTested.map(({ kind, id, title, why }) => [
            lines([`${notTested[kind]} `, title ?? code(id)], title !== null && small(code(id))),
            notTested[why],
          ]),
        ),
  ]);
}

export function missingPart({ report, words, fonts }: Sheet): Node[] {
  const { labels, missing } = words;
  return section('missing', words.sections.missing, words.lead.missing, [
    table(
      fonts,
      [{ title: labels.field }, { title: labels.reason }],
      report.missing.map(({ field, reason }) => [missing.fields[field as MissingField], reason]),
    ),
  ]);
}

export function verifyPart({ report, words }: Sheet): Node[] {
  const { labels } = words;
  const { journal } = report;
  return section('verify', words.sections.verify, null, [
    paragraph({ ...code(journal.verify), fontSize: 9 }),
    paragraph(verifyTexts(report, words)),
    definitions([
      [labels.report, code(report.reportId)],
      [labels.journal, `journal.ndjson, ${words.records(words.number(journal.records))}`],
      [labels.headHash, code(journal.headHash)],
      ...givenFiles(report).map(
        ({ path, sha256 }) =>
          [words.givenFile, lines(path, small(['SHA-256 ', code(sha256)]))] as const,
      ),
    ]),
  ]);
}
