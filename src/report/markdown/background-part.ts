import { contextPairs } from '../context-text.ts';
import { givenFiles, verifyTexts } from '../copy-text.ts';
import { architectureRows } from '../report-architecture.ts';
import type { MissingField } from '../report-gaps.ts';
import { requirementText } from '../requirement-text.ts';
import type { ReportModel } from '../schema.ts';
import { databaseText, objectivesText, scenarioSentences, testText } from '../subject-text.ts';
import { fullTimeText } from '../times.ts';
import type { Words } from '../words.ts';
import { followUpPart } from './follow-up-part.ts';
import { md, mdBlock, mdCode, mdTable } from './markdown.ts';
import { participantsPart } from './participants-part.ts';
import { signOffPart } from './sign-off-part.ts';

/** What is left to do, what was tested with what, what is missing, how to verify. */
export function backgroundPart(report: ReportModel, words: Words): string[] {
  return [
    ...followUpPart(report, words),
    ...definition(report, words),
    ...participantsPart(report, words),
    ...requirements(report, words),
    ...gaps(report, words),
    ...signOffPart(report, words),
    ...verify(report, words),
  ];
}

function definition(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  const { test, workload, criteria, runbook } = report;
  const rows: (readonly [string, string])[] = [
    [labels.testType, testText(report, words)],
    ...(test.live === null
      ? []
      : ([
          [
            words.failover.confirmed,
            md(words.failover.confirmedBy[test.live.how](test.live.workload, test.live.by)),
          ],
        ] as const)),
    [labels.scenario, scenarioText(report, words)],
    [labels.drill, mdCode(workload.drill)],
    [labels.database, md(databaseText(report, words))],
    [
      labels.environment,
      words.list([
        md(workload.environment),
        `${labels.account} ${mdCode(workload.accountId)}`,
        md(workload.region),
      ]),
    ],
    ...(workload.endpointUrl === null
      ? []
      : ([[labels.endpoint, mdCode(workload.endpointUrl)]] as const)),
    [labels.objective, objectivesText(report, words)],
    [
      labels.criteria,
      `${mdCode(criteria.hash)} ${labels.criteriaFixed} ${fullTimeText(criteria.fixedAt, report, words)}`,
    ],
    [
      labels.runbook,
      `${words.list([md(runbook.title), mdCode(`${runbook.id} ${runbook.version}`)])} ${mdCode(runbook.hash)}`,
    ],
    ...contextPairs(report, words).map(([name, text]) => [name, md(text)] as const),
    ...Object.entries(workload.parameters).map(
      ([name, value]) =>
        [
          words.labelled(labels.parameters, md(name)),
          mdCode(typeof value === 'string' ? value : JSON.stringify(value)),
        ] as const,
    ),
    ...report.facts.map(({ label, value }) => [md(label), md(value)] as const),
    ...report.processes.map(
      ({ host, operator, pid, at, tool, node }) =>
        [
          labels.process,
          words.list([
            md(host),
            `${labels.operator.toLowerCase()} ${md(operator)}`,
            `pid ${pid}`,
            fullTimeText(at, report, words),
            `${report.tool.name} ${md(tool)}`,
            `Node ${md(node)}`,
          ]),
        ] as const,
    ),
  ];
  return [
    `## ${words.sections.definition}`,
    mdTable(['', ''], rows),
    ...architecture(report, words),
  ];
}

function architecture({ architecture: looked }: ReportModel, words: Words): string[] {
  if (looked === null) return [];
  const { title, subject, setting, value } = words.architecture;
  return [
    `### ${title}`,
    mdTable(
      [subject, setting, value],
      architectureRows(looked, words).map((row) => [
        mdCode(row.subject),
        md(row.label),
        md(row.value),
      ]),
    ),
  ];
}

function scenarioText({ test: { scenario } }: ReportModel, words: Words): string {
  return words.sentences(scenarioSentences(scenario, words).map(md));
}

function requirements(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  return [
    `## ${words.sections.requirements}`,
    words.lead.requirements,
    mdTable(
      [labels.requirement, labels.answer, labels.claim],
      report.requirements.map(({ id, answer, reason }) => [
        `**${id}** ${words.requirement[id as keyof Words['requirement']]}`,
        answer === null ? '' : md(answer),
        requirementText(reason, report, words),
      ]),
    ),
  ];
}

function gaps(report: ReportModel, words: Words): string[] {
  const { labels, notTested } = words;
  return [
    `## ${words.sections.notTested}`,
    report.notTested.length === 0
      ? labels.none
      : report.notTested
          .map(
            ({ kind, id, title, why }) =>
              `- ${words.labelled(`${notTested[kind]} ${mdCode(id)}${title === null ? '' : ` ${md(title)}`}`, notTested[why])}`,
          )
          .join('\n'),
    `## ${words.sections.missing}`,
    words.lead.missing,
    report.missing
      .map(
        ({ field, reason }) =>
          `- ${words.labelled(words.missing.fields[field as MissingField], reason)}`,
      )
      .join('\n'),
  ];
}

function verify(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  const { journal, reportId } = report;
  return [
    `## ${words.sections.verify}`,
    mdBlock([journal.verify], 'sh'),
    verifyTexts(report, words, mdCode),
    [
      `- ${words.labelled(labels.report, mdCode(reportId))}`,
      `- ${words.labelled(labels.journal, words.records(words.number(journal.records)))}`,
      `- ${words.labelled(labels.headHash, mdCode(journal.headHash))}`,
      ...givenFiles(report).map(
        ({ path, sha256 }) =>
          `- ${words.labelled(words.givenFile, words.list([mdCode(path), `SHA-256 ${mdCode(sha256)}`]))}`,
      ),
    ].join('\n'),
  ];
}
