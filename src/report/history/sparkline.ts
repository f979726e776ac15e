import type { PastRun } from '../../core/run-series.ts';
import { type Html, html } from '../html/html.ts';
import type { Tone } from '../html/parts.ts';
import { pastTone } from './past-tone.ts';

const WIDTH = 240;
const HEIGHT = 56;
/** Room for half a dot at each edge. */
const MARGIN = 5;
/** Newer ones only; more dots than these run into each other. */
const MOST = 40;

/**
 * The recovery times of a series, oldest first, against the objective. A run without a measurement stands on the
 * ground, with the mark of its outcome.
 */
export function sparkline(newestFirst: readonly PastRun[], title: string): Html {
  const runs = newestFirst.slice(0, MOST).toReversed();
  const longest = Math.max(1, ...runs.map(({ rto }) => rto.actualMs ?? 0));
  const objectiveMs = newestFirst[0]?.rto.objectiveMs ?? 0;
  // An objective far above every run would press them all to the ground.
  const showsObjective = objectiveMs <= longest * 4;
  const top = showsObjective ? Math.max(longest, objectiveMs) : longest;
  const x = (index: number) =>
    runs.length === 1 ? WIDTH / 2 : MARGIN + (index / (runs.length - 1)) * (WIDTH - 2 * MARGIN);
  const y = (ms: number) => HEIGHT - MARGIN - (ms / top) * (HEIGHT - 2 * MARGIN);
  const points = runs.flatMap(({ rto }, index) =>
    rto.actualMs === undefined ? [] : [`${round(x(index))},${round(y(rto.actualMs))}`],
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">${
    showsObjective &&
    html`<line class="spark-objective" x1="0" x2="${WIDTH}" y1="${round(y(objectiveMs))}" y2="${round(y(objectiveMs))}"/>`
  }<polyline class="spark" points="${points.join(' ')}"/>${runs.map((run, index) =>
    dot(round(x(index)), round(y(run.rto.actualMs ?? 0)), pastTone(run), run),
  )}</svg>`;
}

/** Good ones are small and round; the others are told by their form as well as by their colour. */
function dot(x: number, y: number, tone: Tone, { run }: PastRun): Html {
  const title = html`<title>${run}</title>`;
  return tone === 'good'
    ? html`<circle class="dot good" cx="${x}" cy="${y}" r="2.6">${title}</circle>`
    : html`<rect class="dot ${tone}" x="${x - 3.4}" y="${y - 3.4}" width="6.8" height="6.8">${title}</rect>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
