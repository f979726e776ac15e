import type { Ms } from '../../core/ports.ts';
import { axisTicks } from '../axis.ts';
import { offsetText } from '../format.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { axisMarks, axisText, type Scale, scaleOf } from './axis-marks.ts';
import { type Html, html } from './html.ts';
import { withError } from './parts.ts';

type Step = ReportModel['steps'][number];

/** Rows of a chart that is not torn over two pages. */
const SHORT = 24;
/** Height of a bar, in pixels. */
const BAR = 12;

/** When each step ran, against the milestones. The rows are text; only the tracks are drawn. */
export function gantt(report: ReportModel, words: Words): Html {
  const scale = axisOf(report);
  const rows = report.steps.filter(({ spans }) => spans.length > 0);
  return html`<figure class="gantt${rows.length <= SHORT ? ' short' : ''}">
<svg width="0" height="0" aria-hidden="true"><defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6"/></pattern>
<g id="grid">${grid(report, scale, words)}</g></defs></svg>
<div class="row head" aria-hidden="true"><span></span><svg width="100%" height="20">${axisMarks(report.milestones, scale)}</svg><span></span></div>
${rows.map((step) => row(step, report, scale, words))}
<div class="row foot" aria-hidden="true"><span></span><svg width="100%" height="20">${axisTicks(
    scale.startMs,
    scale.endMs,
    words,
  ).map(({ ms, label }, index) =>
    axisText(index % 2 === 1 ? 'tick second' : 'tick', scale.at(ms), label),
  )}</svg><span></span></div>
${legend(report, words)}
</figure>
`;
}

function axisOf({ timeline, milestones, steps }: ReportModel): Scale {
  const offsets = [
    0,
    ...milestones.flatMap(({ offsetMs }) => (offsetMs === null ? [] : [offsetMs])),
    ...steps.flatMap(({ spans }) => spans.flatMap(({ startMs, endMs }) => [startMs, endMs])),
    timeline.endMs,
  ];
  return scaleOf(
    offsets.reduce((least, one) => Math.min(least, one)),
    offsets.reduce((most, one) => Math.max(most, one)),
  );
}

/** What stands behind every row: the time that the RTO counts, absences, ticks, milestones, the objective. */
function grid(report: ReportModel, scale: Scale, words: Words): Html {
  const { timeline, milestones, result } = report;
  const path = timeline.criticalPath;
  const line = (kind: string, ms: Ms) => {
    const x = scale.at(ms);
    return html`<line class="${kind}" x1="${x}%" x2="${x}%" y1="0" y2="100%"/>`;
  };
  return html`${
    path !== null &&
    html`<rect class="counted" x="${scale.at(0)}%" y="0" width="${scale.length(path.totalMs)}%" height="100%"/>`
  }${timeline.away.map(
    ({ startMs, endMs }) =>
      html`<rect class="away" x="${scale.at(startMs)}%" y="0" width="${scale.length(endMs - startMs)}%" height="100%"/>`,
  )}${axisTicks(scale.startMs, scale.endMs, words).map(({ ms }) => line('grid', ms))}${milestones.map(
    ({ offsetMs }) => offsetMs !== null && line('mark', offsetMs),
  )}${
    timeline.origin === 'T0' &&
    result.rto.objectiveMs <= scale.endMs &&
    line('limit', result.rto.objectiveMs)
  }`;
}

function row(step: Step, report: ReportModel, scale: Scale, words: Words): Html {
  const incidents = report.incidents.filter(
    ({ kind, step: of }) => of === step.id && (kind === 'retry' || kind === 'step-failed'),
  );
  return html`<div class="row${step.critical ? ' critical' : ''}"><span class="label">${step.title}</span><div class="lane"><svg width="100%" height="100%" aria-hidden="true"><use href="#grid"/>${step.spans.map(
    (span) => {
      const x = scale.at(span.startMs);
      const width = scale.length(span.endMs - span.startMs);
      return html`<rect class="bar ${step.waitsOn}${span.open ? ' open' : ''}" x="${x}%" y="50%" width="${width}%" height="${BAR}" rx="2"><title>${tip(step, span, words)}</title></rect>${
        step.critical && html`<rect class="path" x="${x}%" y="50%" width="${width}%" height="2"/>`
      }`;
    },
  )}${incidents.map(
    ({ offsetMs, kind, code }) =>
      html`<circle class="trouble" cx="${scale.at(offsetMs)}%" cy="50%" r="3"><title>${words.labelled(words.incident[kind], words.list([...(code === null ? [] : [code]), offsetText(offsetMs, words)]))}</title></circle>`,
  )}</svg></div><span class="took">${
    step.durationMs === null
      ? words.stepStatus[step.status]
      : withError(step.durationMs, step.errorMs, words)
  }<span class="hidden">, ${words.waitsOn[step.waitsOn]}${step.critical ? `, ${words.labels.onCriticalPath}` : ''}</span></span></div>
`;
}

function tip(step: Step, span: Step['spans'][number], words: Words): string {
  const took = words.duration(span.endMs - span.startMs);
  const from = `${offsetText(span.startMs, words)} – ${offsetText(span.endMs, words)}`;
  const critical = step.critical ? `, ${words.labels.onCriticalPath}` : '';
  return words.labelled(
    step.title,
    words.list([took, words.waitsOn[step.waitsOn], `${from}${critical}`]),
  );
}

function legend(report: ReportModel, words: Words): Html {
  const { labels } = words;
  const swatch = (kind: string, word: string) =>
    html`<li><svg class="swatch" width="22" height="12" aria-hidden="true">${
      kind === 'path'
        ? html`<rect class="path" x="0" y="5" width="22" height="2"/>`
        : kind === 'limit'
          ? html`<line class="limit" x1="11" x2="11" y1="0" y2="12"/>`
          : kind === 'trouble'
            ? html`<circle class="trouble" cx="11" cy="6" r="3"/>`
            : html`<rect class="bar ${kind}" x="0" y="1" width="22" height="10" rx="2"/>`
    }</svg> ${word}</li>`;
  const inside =
    report.timeline.origin === 'T0' && report.result.rto.objectiveMs <= report.timeline.endMs;
  return html`<figcaption><ul class="legend">${swatch('aws', words.waitsOn.aws)}${swatch('people', words.waitsOn.people)}${swatch('tool', words.waitsOn.tool)}${swatch('path', labels.criticalPath)}${
    report.incidents.some(({ kind }) => kind === 'retry' || kind === 'step-failed') &&
    swatch('trouble', words.labels.failedAttempt)
  }${report.timeline.away.length > 0 && swatch('away', labels.noProcess)}${
    inside && swatch('limit', `${labels.rto} ${words.duration(report.result.rto.objectiveMs)}`)
  }</ul></figcaption>`;
}
