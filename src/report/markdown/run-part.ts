import { usualText } from '../context-text.ts';
import { offsetText } from '../format.ts';
import type { ReportModel } from '../schema.ts';
import { readingCalls } from '../summary.ts';
import { timeHeading, timeText } from '../times.ts';
import type { Words } from '../words.ts';
import { md, mdCode, mdTable } from './markdown.ts';

type Step = ReportModel['steps'][number];

/** Steps, checks, clean-up, calls and incidents. */
export function runPart(report: ReportModel, words: Words): string[] {
  return [
    ...steps(report, words),
    ...checks(report, words),
    ...cleanUp(report, words),
    ...calls(report, words),
    ...deviations(report, words),
    ...incidents(report, words),
  ];
}

function steps(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  return [
    `## ${words.sections.steps}`,
    mdTable(
      [
        labels.step,
        labels.status,
        labels.waitedFor,
        labels.start,
        `>${labels.duration}`,
        `>${labels.attempts}`,
        `>${labels.calls}`,
        labels.notes,
      ],
      report.steps.map((step) => [
        md(step.title),
        words.stepStatus[step.status],
        words.waitsOn[step.waitsOn],
        step.startedAt === null ? '' : timeText(step.startedAt, report, words),
        duration(step, words),
        step.attempts || '',
        step.calls === 0 ? '' : words.number(step.calls),
        notes(step, words),
      ]),
    ),
  ];
}

function duration({ durationMs, errorMs }: Step, words: Words): string {
  if (durationMs === null) return '';
  const error = errorMs > 0 ? words.aside(`−${words.duration(errorMs)}`) : '';
  return `${words.duration(durationMs)}${error}`;
}

function notes(step: Step, words: Words): string {
  const retried = step.retries.filter(({ retryAt }) => retryAt !== null);
  const codes = [...new Set(retried.map(({ failure }) => failure.code))];
  const told = [
    step.critical ? words.labels.onCriticalPath : '',
    step.adopted ? words.labels.adopted : '',
    step.pausedMs > 0 ? words.paused(words.duration(step.pausedMs)) : '',
    usualText(step.usual, words) ?? '',
    step.slower ? `**${words.context.slower}**` : '',
    codes.length > 0
      ? words.labelled(words.triedAgain(retried.length), words.list(codes.map(mdCode)))
      : '',
    step.failure ? `${mdCode(step.failure.code)} ${md(step.failure.message)}` : '',
  ];
  return words.clauses(told.filter((note) => note !== ''));
}

function checks(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  if (report.criteria.rpoMs === null && report.checks.length === 0) return [];
  return [
    `## ${words.sections.checks}`,
    report.checks.length === 0
      ? labels.none
      : mdTable(
          [
            labels.check,
            labels.outcome,
            labels.expected,
            labels.observed,
            `>${labels.rows}`,
            `>${labels.duration}`,
            labels.notes,
          ],
          report.checks.map((check) => [
            `**${md(check.id)}** ${md(check.title ?? '')}`.trim(),
            words.outcome[check.outcome],
            mdCode(check.expected ?? ''),
            check.observed === null ? words.notTested['not-carried-out'] : mdCode(check.observed),
            check.rows === null ? '' : words.number(check.rows),
            check.durationMs === null ? '' : words.duration(check.durationMs),
            md(check.reason ?? ''),
          ]),
        ),
  ];
}

function cleanUp(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  const { resources, outcome } = report.cleanUp;
  return [
    `## ${words.sections.cleanUp}`,
    words.sentences([
      `**${words.sentence(words.cleanUp[outcome])}**`,
      words.cleanUpMeaning[outcome],
    ]),
    ...(resources.length === 0
      ? []
      : [
          mdTable(
            [
              labels.resource,
              labels.status,
              labels.proof,
              labels.requestId,
              timeHeading(report, words),
            ],
            resources.map(({ type, id, status, proof, failure, at }) => [
              `${md(type)} ${mdCode(id)}`,
              words.resourceStatus[status],
              proof
                ? `${mdCode(proof.call)} → ${mdCode(proof.observed)}`
                : failure
                  ? `${mdCode(failure.code)} ${md(failure.message)}`
                  : '',
              mdCode(proof?.requestId ?? ''),
              timeText(at, report, words),
            ]),
          ),
        ]),
  ];
}

function calls(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  const changing = report.calls.filter(({ mutating }) => mutating);
  const reading = report.calls.length - changing.length;
  return [
    `## ${words.sections.calls}`,
    words.lead.calls,
    changing.length === 0
      ? labels.none
      : mdTable(
          [
            labels.changingCalls,
            timeHeading(report, words),
            `>${labels.http}`,
            `>${labels.duration}`,
            labels.requestId,
            labels.notes,
          ],
          changing.map((call) => [
            mdCode(`${call.service}:${call.operation}`),
            timeText(call.at, report, words),
            call.httpStatus ?? '',
            words.duration(call.durationMs),
            mdCode(call.requestId ?? ''),
            call.error ? mdCode(call.error.code) : '',
          ]),
        ),
    readingCalls(reading, words),
  ];
}

function deviations(report: ReportModel, words: Words): string[] {
  const { labels, context } = words;
  const title = (id: string) => report.steps.find((step) => step.id === id)?.title ?? id;
  return [
    `## ${context.deviations}`,
    context.deviationsLead,
    report.deviations.length === 0
      ? labels.none
      : mdTable(
          [
            labels.happened,
            timeHeading(report, words),
            labels.step,
            `>${labels.duration}`,
            labels.detail,
          ],
          report.deviations.map(({ kind, at, step, ms, detail }) => [
            context.deviation[kind],
            timeText(at, report, words),
            step === null ? '' : md(title(step)),
            ms === null ? '' : words.duration(ms),
            md(detail ?? ''),
          ]),
        ),
  ];
}

function incidents(report: ReportModel, words: Words): string[] {
  const { labels } = words;
  const title = (id: string) => report.steps.find((step) => step.id === id)?.title ?? id;
  return [
    `## ${words.sections.incidents}`,
    report.incidents.length === 0
      ? labels.none
      : mdTable(
          [
            labels.happened,
            timeHeading(report, words),
            `>${report.timeline.origin === 'T0' ? labels.sinceImpact : labels.sinceStart}`,
            labels.step,
            labels.detail,
          ],
          report.incidents.map(({ kind, at, offsetMs, step, ms, code, detail }) => [
            `${words.incident[kind]}${ms === null ? '' : words.aside(words.duration(ms))}`,
            timeText(at, report, words),
            offsetText(offsetMs, words),
            step === null ? '' : md(title(step)),
            [code === null ? '' : mdCode(code), md(detail ?? '')].join(' ').trim(),
          ]),
        ),
  ];
}
