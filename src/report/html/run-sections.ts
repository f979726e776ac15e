import { usualText } from '../context-text.ts';
import { offsetText } from '../format.ts';
import type { ReportModel } from '../schema.ts';
import { readingCalls } from '../summary.ts';
import type { Words } from '../words.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { chip, code, section, table, withError } from './parts.ts';
import { time, timeColumn } from './times.ts';
import { CLEANUP_TONES, OUTCOME_TONES, RESOURCE_TONES, STEP_TONES } from './tones.ts';

type Step = ReportModel['steps'][number];
type Call = ReportModel['calls'][number];

/** Every step of the runbook, the ones not taken too. */
export function stepsSection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  return section('steps', words.sections.steps, words.lead.steps, [
    table(
      words.sections.steps,
      [
        { title: labels.step },
        { title: labels.status },
        { title: labels.waitedFor },
        { title: labels.start, kind: 'time' },
        { title: labels.duration, kind: 'number' },
        { title: labels.attempts, kind: 'number' },
        { title: labels.calls, kind: 'number' },
        { title: labels.notes },
      ],
      report.steps.map((step) => [
        html`${step.title}<br><small>${code(step.activity ?? step.id)}</small>`,
        chip(STEP_TONES[step.status], words.stepStatus[step.status]),
        words.waitsOn[step.waitsOn],
        step.startedAt === null ? '' : time(step.startedAt, report),
        withError(step.durationMs, step.errorMs, words),
        step.attempts || '',
        step.calls === 0
          ? ''
          : html`${words.number(step.calls)}${step.mutatingCalls > 0 && html`<br><small>${words.changing(step.mutatingCalls)}</small>`}`,
        notes(step, words),
      ]),
    ),
    html`<details class="screen-only"><summary>${labels.input} ${labels.and} ${labels.output}</summary>
${report.steps.map((step) => data(step, words))}</details>
`,
  ]);
}

function notes(step: Step, words: Words): HtmlPart {
  const retried = step.retries.filter(({ retryAt }) => retryAt !== null);
  const lines: HtmlPart[] = [
    step.critical && words.labels.onCriticalPath,
    step.adopted && words.labels.adopted,
    step.pausedMs > 0 && words.paused(words.duration(step.pausedMs)),
    usual(step, words),
    retried.length > 0 &&
      words.labelled(
        words.triedAgain(retried.length),
        words.list([...new Set(retried.map(({ failure }) => failure.code))]),
      ),
    step.failure !== null && html`${code(step.failure.code)} ${step.failure.message}`,
  ].filter((line) => line !== false && line !== null);
  return lines.map((line, index) => html`${index > 0 && html`<br>`}${line}`);
}

function usual(step: Step, words: Words): HtmlPart {
  const told = usualText(step.usual, words);
  if (told === null) return null;
  return html`${told}${step.slower && html` ${chip('open', words.context.slower)}`}`;
}

function data({ title, input, output }: Step, words: Words): Html | null {
  const parts = [
    [words.labels.input, input],
    [words.labels.output, output],
  ] as const;
  const told = parts.filter(([, value]) => value !== null);
  if (told.length === 0) return null;
  return html`<h3>${title}</h3>
<dl class="data">${told.map(([name, value]) => html`<div><dt>${name}</dt><dd><pre>${JSON.stringify(value, null, 2)}</pre></dd></div>`)}</dl>
`;
}

/** `null` where no data is recovered: there is nothing that could be checked. */
export function checksSection(report: ReportModel, words: Words): Html | null {
  const { labels } = words;
  if (report.criteria.rpoMs === null && report.checks.length === 0) return null;
  return section(
    'checks',
    words.sections.checks,
    words.lead.checks,
    report.checks.length === 0
      ? html`<p>${labels.none}</p>`
      : table(
          words.sections.checks,
          [
            { title: labels.check },
            { title: labels.outcome },
            { title: labels.expected, kind: 'code' },
            { title: labels.observed, kind: 'code' },
            { title: labels.rows, kind: 'number' },
            { title: labels.duration, kind: 'number' },
          ],
          report.checks.map((check) => [
            html`${check.id}${check.title !== null && html`<br><small>${check.title}</small>`}`,
            html`${chip(OUTCOME_TONES[check.outcome], words.outcome[check.outcome])}${check.reason !== null && html`<br><small>${check.reason}</small>`}`,
            check.expected ?? '',
            check.observed ?? words.notTested['not-carried-out'],
            check.rows === null ? '' : words.number(check.rows),
            check.durationMs === null ? '' : words.duration(check.durationMs),
          ]),
        ),
  );
}

export function cleanUpSection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const { cleanUp } = report;
  return section('clean-up', words.sections.cleanUp, words.lead.cleanUp, [
    html`<p>${chip(CLEANUP_TONES[cleanUp.outcome], words.cleanUp[cleanUp.outcome])} ${words.cleanUpMeaning[cleanUp.outcome]}</p>
`,
    cleanUp.resources.length > 0 &&
      table(
        words.sections.cleanUp,
        [
          { title: labels.resource },
          { title: labels.status },
          { title: labels.madeBy },
          { title: labels.proof },
          { title: labels.requestId, kind: 'code' },
          timeColumn(report, words),
        ],
        cleanUp.resources.map(({ type, id, status, madeBy, proof, failure, at }) => [
          html`${code(id)}<br><small>${type}</small>`,
          chip(RESOURCE_TONES[status], words.resourceStatus[status]),
          stepTitle(report, madeBy),
          proof
            ? html`${code(proof.call)}<br><small>→ ${proof.observed}</small>`
            : failure && html`${code(failure.code)}<br><small>${failure.message}</small>`,
          proof?.requestId ?? '',
          time(at, report),
        ]),
      ),
  ]);
}

/** Calls that changed something stand open; the looks, which may be hundreds, are folded away. */
export function callsSection(report: ReportModel, words: Words): Html {
  const changing = report.calls.filter(({ mutating }) => mutating);
  const reading = report.calls.filter(({ mutating }) => !mutating);
  return section('calls', words.sections.calls, words.lead.calls, [
    html`<h3>${words.labels.changingCalls} <small>${words.number(changing.length)}</small></h3>
`,
    changing.length === 0
      ? html`<p>${words.labels.none}</p>`
      : callTable(changing, words.labels.changingCalls, report, words),
    reading.length > 0 &&
      html`<details class="screen-only"><summary>${words.labels.readingCalls} <small>${words.number(reading.length)}</small></summary>
${callTable(reading, words.labels.readingCalls, report, words)}</details>
<p class="print-only">${readingCalls(reading.length, words)}</p>
`,
  ]);
}

function callTable(
  calls: readonly Call[],
  caption: string,
  report: ReportModel,
  words: Words,
): Html {
  const { labels } = words;
  return table(
    caption,
    [
      { title: labels.operation },
      timeColumn(report, words),
      { title: labels.step },
      { title: labels.http, kind: 'number' },
      { title: labels.duration, kind: 'number' },
      { title: labels.requestId, kind: 'code' },
    ],
    calls.map(
      ({ service, operation, at, step, httpStatus, durationMs, requestId, error, region }) => [
        html`${code(`${service}:${operation}`)}${region !== report.workload.region && html`<br><small>${region}</small>`}`,
        time(at, report),
        stepTitle(report, step),
        html`${httpStatus ?? ''}${error && html`<br><small>${error.code}</small>`}`,
        words.duration(durationMs),
        requestId ?? '',
      ],
    ),
  );
}

/** Where the run went another way than the plan. */
export function deviationsSection(report: ReportModel, words: Words): Html {
  const { labels, context } = words;
  const { deviations } = report;
  return section('deviations', context.deviations, context.deviationsLead, [
    deviations.length === 0
      ? html`<p>${labels.none}</p>`
      : table(
          context.deviations,
          [
            { title: labels.happened },
            timeColumn(report, words),
            { title: labels.step },
            { title: labels.duration, kind: 'number' },
            { title: labels.detail },
          ],
          deviations.map(({ kind, at, step, ms, detail }) => [
            context.deviation[kind],
            time(at, report),
            step === null ? '' : stepTitle(report, step),
            ms === null ? '' : words.duration(ms),
            detail ?? '',
          ]),
        ),
  ]);
}

export function incidentsSection(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const { incidents, timeline } = report;
  return section(
    'incidents',
    words.sections.incidents,
    null,
    incidents.length === 0
      ? html`<p>${labels.none}</p>`
      : table(
          words.sections.incidents,
          [
            { title: labels.happened },
            timeColumn(report, words),
            {
              title: timeline.origin === 'T0' ? labels.sinceImpact : labels.sinceStart,
              kind: 'number',
            },
            { title: labels.step },
            { title: labels.detail },
          ],
          incidents.map(({ kind, at, offsetMs, step, ms, code: failure, detail }) => [
            html`${words.incident[kind]}${ms !== null && html`<br><small>${words.duration(ms)}</small>`}`,
            time(at, report),
            offsetText(offsetMs, words),
            step === null ? '' : stepTitle(report, step),
            html`${failure !== null && html`${code(failure)} `}${detail ?? ''}`,
          ]),
        ),
  );
}

function stepTitle({ steps }: ReportModel, id: string): string {
  return steps.find((step) => step.id === id)?.title ?? id;
}
