import { offsetText, percent } from '../format.ts';
import type { ReportModel } from '../schema.ts';
import { timeParts, wholeRun } from '../summary.ts';
import type { Words } from '../words.ts';
import { gantt } from './gantt.ts';
import { type Html, html } from './html.ts';
import { code, section, table } from './parts.ts';
import { peopleTables } from './people-tables.ts';
import { time, timeColumn } from './times.ts';

/** Where the time went, when each step ran, and the milestones. */
export function timelineSection(report: ReportModel, words: Words): Html {
  const { origin } = report.timeline;
  return section(
    'timeline',
    words.sections.timeline,
    origin === 'T0' ? words.lead.timeline : words.lead.timelineNoImpact,
    [
      whereTimeWent(report, words),
      gantt(report, words),
      milestoneTable(report, words),
      decisionTable(report, words),
      peopleTables(report, words),
    ],
  );
}

function whereTimeWent(report: ReportModel, words: Words): Html | null {
  const { toRecovery: path, waited } = report.timeline;
  if (path === null || path.totalMs <= 0) return null;
  const parts = timeParts(report, words);
  let from = 0;
  return html`<div class="spent"><h3>${words.labels.whereTimeWent} <small>${words.list([`T0 – ${path.to ?? '…'}`, words.duration(path.totalMs)])}</small></h3>
<svg width="100%" height="18" aria-hidden="true">${parts.map(({ kind, ms }) => {
    const x = percent(from, path.totalMs);
    from += ms;
    return html`<rect class="bar ${kind}" x="${x}%" y="0" width="${percent(ms, path.totalMs)}%" height="18"/>`;
  })}</svg>
<ul class="legend">${parts.map(
    ({ kind, word, ms }) =>
      html`<li><svg class="swatch" width="12" height="12" aria-hidden="true"><rect class="bar ${kind}" width="12" height="12" rx="2"/></svg> ${word} <b>${words.duration(ms)}</b></li>`,
  )}</ul>
<p><small>${words.sentences([words.countedOnce, wholeRun(waited, words)])}</small></p></div>
`;
}

/** What operators answered at the gates of the runbook. */
function decisionTable(report: ReportModel, words: Words): Html | null {
  const { labels, failover } = words;
  const { decisions, steps } = report;
  if (decisions.length === 0) return null;
  return html`<h3>${words.sections.decisions}</h3>
${table(
  words.sections.decisions,
  [
    { title: failover.decision },
    { title: labels.step },
    timeColumn(report, words),
    { title: failover.decidedBy },
    { title: failover.waited, kind: 'number' },
  ],
  decisions.map(({ label, event, step, at, by, waitedMs }) => [
    label === null ? code(event) : html`${label}<br><small>${code(event)}</small>`,
    steps.find(({ id }) => id === step)?.title ?? step,
    time(at, report),
    by,
    words.duration(waitedMs),
  ]),
)}`;
}

function milestoneTable(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const { milestones, timeline, openedAt } = report;
  const reached = milestones.filter(({ instant }) => instant !== null);
  return table(
    labels.milestone,
    [
      { title: labels.milestone },
      timeColumn(report, words),
      {
        title: timeline.origin === 'T0' ? labels.sinceImpact : labels.sinceStart,
        kind: 'number',
      },
      { title: labels.error, kind: 'number' },
      { title: labels.source },
      { title: labels.notes },
    ],
    reached.map(({ id, instant, offsetMs, errorMs, source, note }) => [
      html`<b>${id}</b> ${words.milestones[id]}`,
      time(instant ?? openedAt, report),
      offsetMs === null ? '' : offsetText(offsetMs, words),
      errorMs === null || source === 'declared'
        ? ''
        : errorMs > 0
          ? `−${words.duration(errorMs)}`
          : labels.exact,
      source === null ? '' : words.source[source],
      note ?? '',
    ]),
  );
}
