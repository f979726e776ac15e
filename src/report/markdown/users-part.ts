import { offsetText } from '../format.ts';
import { lostText, requestsText } from '../outage-text.ts';
import { roleText } from '../participant-text.ts';
import type { ReportModel } from '../schema.ts';
import { answeredBy, personText, taskText } from '../task-text.ts';
import { timeHeading, timeText } from '../times.ts';
import type { Words } from '../words.ts';
import { md, mdCode, mdTable } from './markdown.ts';
import { outageChart } from './outage-chart.ts';

type Row = readonly [string, string];

/** What users saw; nothing where no log was read. */
export function usersPart(report: ReportModel, words: Words): string[] {
  const { outage, lostWrites } = report;
  if (outage === null && lostWrites === null) return [];
  const chart = outageChart(report, words);
  return [
    `## ${words.sections.users}`,
    ...(chart === null ? [] : [words.lead.users, chart]),
    mdTable(['', ''], [...requests(report, words), ...writes(report, words)]),
  ];
}

function requests(report: ReportModel, words: Words): Row[] {
  const { failover } = words;
  const { outage } = report;
  if (outage === null) return [];
  const { durationMs, errorMs, firstFailureAt, lastFailureAt, recoveredAt } = outage;
  const when = (name: string, instant: string | null): Row[] =>
    instant === null ? [] : [[name, moment(instant, report, words)]];
  return [
    ...(durationMs === null
      ? []
      : ([
          [
            failover.outage,
            `**${words.duration(durationMs)}** ${failover.aboutBy(words.duration(errorMs))}`,
          ],
        ] as const)),
    ...when(failover.firstFailure, firstFailureAt),
    ...when(failover.lastFailure, lastFailureAt),
    ...(firstFailureAt !== null && recoveredAt === null
      ? ([[failover.recovered, failover.stillFailing]] as const)
      : when(failover.recovered, recoveredAt)),
    [failover.requests, requestsText(outage, words)],
    [failover.logOf, md(outage.source)],
  ];
}

function writes(report: ReportModel, words: Words): Row[] {
  const { failover } = words;
  const { lostWrites } = report;
  const first = lostWrites?.first ?? null;
  return [
    [failover.lostWrites, lostText(lostWrites, words)],
    ...(first === null
      ? []
      : ([
          [failover.firstLost, `${mdCode(first.key)} ${moment(first.at, report, words)}`],
        ] as const)),
  ];
}

function moment(instant: string, report: ReportModel, words: Words): string {
  const ms = Date.parse(instant) - Date.parse(report.timeline.originAt);
  return `${timeText(instant, report, words)}${words.aside(offsetText(ms, words))}`;
}

/** How a failover ended: who takes writes, in which mode, and how long the way back took. */
export function endPart(report: ReportModel, words: Words): string[] {
  const { test, primaryAtEnd, failback, cleanUp } = report;
  const { failover } = words;
  if (test.type !== 'failover') return [];
  const rows: Row[] = [
    [failover.primaryAtEnd, primaryAtEnd === null ? failover.notSaid : `**${md(primaryAtEnd)}**`],
    [failover.mode, words.mode[test.mode]],
    ...(test.live === null
      ? []
      : ([
          [
            failover.confirmed,
            md(failover.confirmedBy[test.live.how](test.live.workload, test.live.by)),
          ],
        ] as const)),
    [
      failover.failback,
      failback === null
        ? failover.noFailback
        : failover.tookFailback(words.duration(failback.tookMs)),
    ],
    ...cleanUp.resources
      .filter(({ status }) => status === 'handed-over')
      .map(
        ({ type, id, region }) =>
          [failover.handedOver, words.list([`${mdCode(id)} ${md(type)}`, md(region)])] as const,
      ),
  ];
  return [mdTable(['', ''], rows)];
}

/** What people were asked and said, and what they wrote down. */
export function peopleParts(report: ReportModel, words: Words): string[] {
  const { people, sections } = words;
  const { tasks, notes } = report;
  return [
    ...(tasks.length === 0
      ? []
      : [
          `### ${sections.tasks}`,
          mdTable(
            [
              people.asked,
              people.of,
              timeHeading(report, words),
              people.answer,
              people.by,
              `>${people.waited}`,
            ],
            tasks.map((task) => [
              md(words.labelled(task.title, task.action)),
              md(roleText(task.role, words)),
              timeText(task.openedAt, report, words),
              md(taskText(task, words)),
              md(answeredBy(task, words)),
              task.waitedMs === null ? '' : words.duration(task.waitedMs),
            ]),
          ),
        ]),
    ...(notes.length === 0
      ? []
      : [
          `### ${sections.notes}`,
          mdTable(
            [people.note, timeHeading(report, words), people.by],
            notes.map(({ text, file, at, who }) => [
              md(file ? `${text} ${file.path}` : text),
              timeText(at, report, words),
              md(personText(who, words)),
            ]),
          ),
        ]),
  ];
}

/** What operators answered at the gates of the runbook. */
export function decisionsPart(report: ReportModel, words: Words): string[] {
  const { labels, failover } = words;
  const { decisions, steps } = report;
  if (decisions.length === 0) return [];
  return [
    `### ${words.sections.decisions}`,
    mdTable(
      [
        failover.decision,
        labels.step,
        timeHeading(report, words),
        failover.decidedBy,
        `>${failover.waited}`,
      ],
      decisions.map(({ label, event, step, at, by, waitedMs }) => [
        label === null ? mdCode(event) : `${md(label)} ${mdCode(event)}`,
        md(steps.find(({ id }) => id === step)?.title ?? step),
        timeText(at, report, words),
        md(by),
        words.duration(waitedMs),
      ]),
    ),
  ];
}
