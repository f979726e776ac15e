import { usualText } from '../context-text.ts';
import { offsetText } from '../format.ts';
import { CLEANUP_TONES, OUTCOME_TONES, RESOURCE_TONES, STEP_TONES } from '../html/tones.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { code, type Inline, lines, small, toned } from './inline.ts';
import type { Node } from './node.ts';
import { paragraph, section } from './parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';
import { offsetColumn } from './timeline-part.ts';
import { time, timeColumn } from './times.ts';

type Step = ReportModel['steps'][number];

export function stepsPart(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { labels } = words;
  return section('steps', words.sections.steps, words.lead.steps, [
    table(
      fonts,
      [
        { title: labels.step },
        { title: words.list([labels.status, labels.waitedFor]) },
        { title: labels.start, kind: 'time' },
        { title: labels.duration, kind: 'number' },
        { title: labels.attempts, kind: 'number' },
        { title: labels.calls, kind: 'number' },
        { title: labels.notes },
      ],
      report.steps.map((step) => [
        lines(step.title, small(code(step.activity ?? step.id))),
        lines(
          toned(STEP_TONES[step.status], words.stepStatus[step.status]),
          small(words.waitsOn[step.waitsOn]),
        ),
        step.startedAt === null ? null : time(step.startedAt, sheet),
        duration(step, words),
        step.attempts || null,
        calls(step, words),
        notes(step, words),
      ]),
    ),
  ]);
}

function duration({ durationMs, errorMs }: Step, words: Words): Inline {
  if (durationMs === null) return null;
  return lines(words.duration(durationMs), errorMs > 0 && small(`−${words.duration(errorMs)}`));
}

function calls({ calls: count, mutatingCalls }: Step, words: Words): Inline {
  if (count === 0) return null;
  return lines(words.number(count), mutatingCalls > 0 && small(words.changing(mutatingCalls)));
}

function notes(step: Step, words: Words): Inline {
  const retried = step.retries.filter(({ retryAt }) => retryAt !== null);
  const codes = words.list([...new Set(retried.map(({ failure }) => failure.code))]);
  return lines(
    step.critical && words.labels.onCriticalPath,
    step.adopted && words.labels.adopted,
    step.pausedMs > 0 && words.paused(words.duration(step.pausedMs)),
    usual(step, words),
    retried.length > 0 && words.labelled(words.triedAgain(retried.length), codes),
    step.failure !== null && [code(step.failure.code), ` ${step.failure.message}`],
  );
}

function usual({ usual, slower }: Step, words: Words): Inline {
  const told = usualText(usual, words);
  return told !== null && [told, slower && [' ', toned('open', words.context.slower)]];
}

/** Nothing where no data is recovered: there is nothing that could be checked. */
export function checksPart({ report, words, fonts }: Sheet): Node[] {
  const { labels } = words;
  const { checks, criteria } = report;
  if (criteria.rpoMs === null && checks.length === 0) return [];
  return section('checks', words.sections.checks, words.lead.checks, [
    checks.length === 0
      ? paragraph(labels.none)
      : table(
          fonts,
          [
            { title: labels.check },
            { title: labels.outcome },
            { title: labels.expected, kind: 'code' },
            { title: labels.observed, kind: 'code' },
            { title: labels.rows, kind: 'number' },
            { title: labels.duration, kind: 'number' },
          ],
          checks.map((check) => [
            lines(check.id, small(check.title)),
            lines(
              toned(OUTCOME_TONES[check.outcome], words.outcome[check.outcome]),
              small(check.reason),
            ),
            check.expected,
            check.observed ?? words.notTested['not-carried-out'],
            check.rows === null ? null : words.number(check.rows),
            check.durationMs === null ? null : words.duration(check.durationMs),
          ]),
        ),
  ]);
}

export function cleanUpPart(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { labels } = words;
  const { cleanUp } = report;
  return section('clean-up', words.sections.cleanUp, words.lead.cleanUp, [
    paragraph([
      toned(CLEANUP_TONES[cleanUp.outcome], words.cleanUp[cleanUp.outcome]),
      `   ${words.cleanUpMeaning[cleanUp.outcome]}`,
    ]),
    cleanUp.resources.length === 0
      ? null
      : table(
          fonts,
          [
            { title: labels.resource },
            { title: labels.status },
            { title: labels.madeBy },
            { title: words.list([labels.proof, labels.requestId]) },
            timeColumn(sheet),
          ],
          cleanUp.resources.map(({ type, id, status, madeBy, proof, failure, at }) => [
            lines(code(id), small(type)),
            toned(RESOURCE_TONES[status], words.resourceStatus[status]),
            stepTitle(report, madeBy),
            proof
              ? lines(
                  [code(proof.call), small(` → ${proof.observed}`)],
                  proof.requestId !== null && small(code(proof.requestId)),
                )
              : failure && lines(code(failure.code), small(failure.message)),
            time(at, sheet),
          ]),
        ),
  ]);
}

/** Where the run went another way than the plan. */
export function deviationsPart(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { labels, context } = words;
  const { deviations } = report;
  return section('deviations', context.deviations, context.deviationsLead, [
    deviations.length === 0
      ? paragraph(labels.none)
      : table(
          fonts,
          [
            { title: labels.happened },
            timeColumn(sheet),
            { title: labels.step },
            { title: labels.duration, kind: 'number' },
            { title: labels.detail },
          ],
          deviations.map(({ kind, at, step, ms, detail }) => [
            context.deviation[kind],
            time(at, sheet),
            step === null ? null : stepTitle(report, step),
            ms === null ? null : words.duration(ms),
            detail,
          ]),
        ),
  ]);
}

export function incidentsPart(sheet: Sheet): Node[] {
  const { report, words, fonts } = sheet;
  const { labels } = words;
  const { incidents } = report;
  return section('incidents', words.sections.incidents, null, [
    incidents.length === 0
      ? paragraph(labels.none)
      : table(
          fonts,
          [
            { title: labels.happened },
            timeColumn(sheet),
            offsetColumn(report, words),
            { title: labels.step },
            { title: labels.detail },
          ],
          incidents.map(({ kind, at, offsetMs, step, ms, code: failure, detail }) => [
            lines(words.incident[kind], ms !== null && small(words.duration(ms))),
            time(at, sheet),
            offsetText(offsetMs, words),
            step === null ? null : stepTitle(report, step),
            [failure !== null && [code(failure), ' '], detail],
          ]),
        ),
  ]);
}

/** What a step is called; its id where it has no name. */
export function stepTitle({ steps }: ReportModel, id: string): string {
  return steps.find((step) => step.id === id)?.title ?? id;
}
