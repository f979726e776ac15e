import { axisTicks } from '../axis.ts';
import { offsetText } from '../format.ts';
import { type OutageSpan, outageSpan } from '../outage-span.ts';
import { requestsText } from '../outage-text.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { axisMarks, axisText, type Scale, scaleOf } from './axis-marks.ts';
import { type Html, html } from './html.ts';

type Outage = NonNullable<ReportModel['outage']>;
type Slice = Outage['slices'][number];

/** Height of the tallest bar, in pixels. */
const TALLEST = 96;
/** Height of the line below the bars that spans the outage. */
const LINE = 4;
const GAP = 3;

/** The requests of users over time: failed ones stand on the ground, answered ones on them. */
export function outageChart(report: ReportModel, words: Words): Html | null {
  const { outage } = report;
  const span = outageSpan(report);
  if (!outage || !span) return null;
  const scale = scaleOf(span.startMs, span.endMs);
  const line = (kind: string, ms: number) => {
    const x = scale.at(ms);
    return html`<line class="${kind}" x1="${x}%" x2="${x}%" y1="0" y2="100%"/>`;
  };
  const ticks = axisTicks(scale.startMs, scale.endMs, words);
  const marks = span.milestones.flatMap(({ offsetMs }) => offsetMs ?? []);
  return html`<figure class="outage">
<svg width="100%" height="20" aria-hidden="true">${axisMarks(span.milestones, scale)}</svg>
<svg width="100%" height="${TALLEST + GAP + LINE}" role="img" aria-label="${requestsText(outage, words)}">${ticks.map(
    ({ ms }) => line('grid', ms),
  )}${outage.slices.map((slice) => bar(slice, span, scale, words))}${marks.map((ms) =>
    line('mark', ms),
  )}${
    span.down &&
    html`<rect class="down" x="${scale.at(span.down.startMs)}%" y="${TALLEST + GAP}" width="${scale.length(
      span.down.endMs - span.down.startMs,
    )}%" height="${LINE}"/>`
  }${
    span.lostMs !== null &&
    html`<circle class="trouble" cx="${scale.at(span.lostMs)}%" cy="${TALLEST}" r="4"><title>${words.labelled(words.failover.firstLost, words.list([report.lostWrites?.first?.key ?? '', offsetText(span.lostMs, words)]))}</title></circle>`
  }</svg>
<svg width="100%" height="20" aria-hidden="true">${ticks.map(({ ms, label }, index) =>
    axisText(index % 2 === 1 ? 'tick second' : 'tick', scale.at(ms), label),
  )}</svg>
${legend(outage, span, words)}
</figure>
`;
}

function bar(slice: Slice, span: OutageSpan, scale: Scale, words: Words): Html {
  const { offsetMs, ok, failed } = slice;
  const x = scale.at(offsetMs);
  const width = scale.length(span.sliceMs);
  const tall = (count: number) => Math.round((1000 * TALLEST * count) / span.most) / 1000;
  const piece = (kind: string, count: number, below: number) =>
    count > 0 &&
    html`<rect class="${kind}" x="${x}%" y="${tall(span.most - count - below)}" width="${width}%" height="${tall(count)}"/>`;
  const { failover } = words;
  return html`<g>${piece('lost', failed, 0)}${piece('answered', ok, failed)}<title>${words.labelled(offsetText(offsetMs, words), words.list([words.counted(ok, failover.answered), words.counted(failed, failover.failed)]))}</title></g>`;
}

function legend({ sent, failed, durationMs }: Outage, span: OutageSpan, words: Words): Html {
  const { failover } = words;
  const swatch = (kind: string, word: string, figure: string | null) =>
    html`<li><svg class="swatch" width="12" height="12" aria-hidden="true">${
      kind === 'down'
        ? html`<rect class="down" x="0" y="4" width="12" height="${LINE}"/>`
        : kind === 'trouble'
          ? html`<circle class="trouble" cx="6" cy="6" r="4"/>`
          : html`<rect class="${kind}" width="12" height="12"/>`
    }</svg> ${word}${figure !== null && html` <b>${figure}</b>`}</li>`;
  return html`<figcaption><ul class="legend">${swatch('answered', failover.answered, words.number(sent - failed))}${swatch('lost', failover.failed, words.number(failed))}${
    durationMs !== null && swatch('down', failover.outage, words.duration(durationMs))
  }${span.lostMs !== null && swatch('trouble', failover.firstLost, null)}</ul></figcaption>`;
}
