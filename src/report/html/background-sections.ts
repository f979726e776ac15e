import { contextPairs } from '../context-text.ts';
import { givenFiles, verifyTexts } from '../copy-text.ts';
import { architectureRows } from '../report-architecture.ts';
import type { MissingField } from '../report-gaps.ts';
import { requirementText } from '../requirement-text.ts';
import type { ReportModel } from '../schema.ts';
import { databaseText, objectivesText, scenarioSentences, testText } from '../subject-text.ts';
import { fullTimeText } from '../times.ts';
import type { Words } from '../words.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { participantsTable } from './participants-table.ts';
import { chip, code, definitions, section, table } from './parts.ts';
import { fullTime } from './times.ts';
import { CLAIM_TONES } from './tones.ts';

export function definitionSection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const { test, workload, criteria, runbook } = report;
  const { scenario } = test;
  return section('definition', words.sections.definition, null, [
    definitions([
      [labels.testType, testText(report, words)],
      [labels.scenario, words.sentences(scenarioSentences(scenario, words))],
      ...(test.live === null
        ? []
        : ([
            [
              words.failover.confirmed,
              words.failover.confirmedBy[test.live.how](test.live.workload, test.live.by),
            ],
          ] as const)),
      [labels.drill, code(workload.drill)],
      [labels.database, databaseText(report, words)],
      [labels.environment, workload.environment],
      [labels.account, code(workload.accountId)],
      [labels.region, workload.region],
      ...(workload.endpointUrl === null
        ? []
        : ([[labels.endpoint, code(workload.endpointUrl)]] as const)),
      [labels.objective, objectivesText(report, words)],
      [
        labels.criteria,
        html`${code(criteria.hash)}<br><small>${labels.criteriaFixed} ${fullTimeText(criteria.fixedAt, report, words)}</small>`,
      ],
      [
        labels.runbook,
        html`${runbook.title}<br><small>${code(`${runbook.id} ${runbook.version}`)} ${code(runbook.hash)}</small>`,
      ],
      ...contextPairs(report, words),
      ...Object.entries(workload.parameters).map(
        ([name, value]) =>
          [
            words.labelled(labels.parameters, name),
            code(typeof value === 'string' ? value : JSON.stringify(value)),
          ] as const,
      ),
    ]),
    report.facts.length > 0 &&
      html`<h3>${labels.facts}</h3>
${definitions(report.facts.map(({ label, value }) => [label, value] as const))}`,
    architecturePart(report, words),
  ]);
}

/** How what was exercised was set up. */
function architecturePart({ architecture }: ReportModel, words: Words): HtmlPart {
  if (architecture === null) return null;
  const { title, subject, setting, value } = words.architecture;
  return html`<h3>${title}</h3>
${table(
  title,
  [{ title: subject }, { title: setting }, { title: value }],
  architectureRows(architecture, words).map((row) => [code(row.subject), row.label, row.value]),
)}`;
}

export function peopleSection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  return section('people', words.sections.people, null, [
    participantsTable(report, words),
    table(
      words.sections.people,
      [
        { title: labels.host },
        { title: labels.operator },
        { title: labels.process, kind: 'number' },
        { title: labels.began, kind: 'time' },
        { title: labels.tool },
      ],
      report.processes.map(({ host, operator, pid, at, tool, node }) => [
        host,
        html`${operator}<br><small>${labels.operatorNote}</small>`,
        String(pid),
        fullTime(at, report, words),
        html`${report.tool.name} ${tool}<br><small>Node ${node}</small>`,
      ]),
    ),
  ]);
}

export function requirementsSection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  return section('requirements', words.sections.requirements, words.lead.requirements, [
    table(
      words.sections.requirements,
      [{ title: labels.requirement }, { title: labels.answer }, { title: labels.claim }],
      report.requirements.map(({ id, answer, claim, reason }) => [
        html`<b>${id}</b><br><small>${words.requirement[id as keyof Words['requirement']]}</small>`,
        answer ?? html`<span class="absent">—</span>`,
        html`${chip(CLAIM_TONES[claim], words.claim[claim])} <small>${requirementText(reason, report, words)}</small>`,
      ]),
    ),
  ]);
}

export function notTestedSection(report: ReportModel, words: Words): Html {
  const { labels, notTested } = words;
  return section(
    'not-tested',
    words.sections.notTested,
    words.lead.notTested,
    report.notTested.length === 0
      ? html`<p>${labels.none}</p>`
      : table(
          words.sections.notTested,
          [{ title: labels.field }, { title: labels.reason }],
          report.notTested.map(({ kind, id, title, why }) => [
            html`${notTested[kind]} ${title ?? code(id)}${title !== null && html` <small>${code(id)}</small>`}`,
            notTested[why],
          ]),
        ),
  );
}

export function missingSection(report: ReportModel, words: Words): Html {
  const { fields } = words.missing;
  return section('missing', words.sections.missing, words.lead.missing, [
    html`<ul class="columns">${report.missing.map(
      ({ field, reason }) =>
        html`<li>${fields[field as MissingField]} <small>${reason}</small></li>`,
    )}</ul>
`,
  ]);
}

export function verifySection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const { journal } = report;
  return section('verify', words.sections.verify, null, [
    html`<p class="command">${code(journal.verify)}</p>
<p>${verifyTexts(report, words)}</p>
`,
    definitions([
      [labels.report, code(report.reportId)],
      [labels.journal, `journal.ndjson, ${words.records(words.number(journal.records))}`],
      [labels.headHash, code(journal.headHash)],
      ...givenFiles(report).map(
        ({ path, sha256 }) =>
          [words.givenFile, html`${path}<br><small>SHA-256 ${code(sha256)}</small>`] as const,
      ),
    ]),
  ]);
}
