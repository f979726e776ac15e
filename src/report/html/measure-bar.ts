import { percent } from '../format.ts';
import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './html.ts';
import { VERDICT_TONES } from './tones.ts';

type Measure = ReportModel['result']['rto'];

/** The actual value against the objective, with its error; where nothing was measured, the bounds as bounds. */
export function measureBar(measure: Measure, words: Words): Html {
  const { objectiveMs, actualMs, errorMs, result, bounds } = measure;
  const bound = bounds.length > 0 ? Math.max(...bounds.map(({ ms }) => ms)) : 0;
  const shown = actualMs ?? bound;
  const whole = Math.max(objectiveMs, shown);
  const at = percent(objectiveMs, whole);
  const over = shown > objectiveMs;
  return html`<svg class="bar-chart" width="100%" height="46" role="img" aria-label="${describe(measure, words)}">
<rect class="track" x="0" y="6" width="100%" height="16" rx="3"/>
${
  actualMs === null
    ? shown > 0 &&
      html`<rect class="bound" x="0" y="6" width="${percent(shown, whole)}%" height="16" rx="3"/>`
    : html`<rect class="fill ${VERDICT_TONES[result]}" x="0" y="6" width="${percent(actualMs, whole)}%" height="16" rx="3"/>${
        errorMs !== null &&
        errorMs > 0 &&
        html`<rect class="doubt" x="${percent(actualMs - errorMs, whole)}%" y="6" width="${percent(Math.min(errorMs, actualMs), whole)}%" height="16"/>`
      }`
}
<line class="objective" x1="${at}%" x2="${at}%" y1="1" y2="27"/>
<text class="tick" x="0" y="42">0</text>
<text class="tick" x="${at}%" y="42" text-anchor="${over && objectiveMs < whole / 4 ? 'start' : 'end'}">${words.labels.objective} ${words.duration(objectiveMs)}</text>
</svg>
`;
}

function describe({ actualMs, objectiveMs }: Measure, words: Words): string {
  const actual = actualMs === null ? words.labels.notMeasured : words.duration(actualMs);
  return words.sentences([
    words.sentence(words.labelled(words.labels.actual, actual)),
    words.sentence(words.labelled(words.labels.objective, words.duration(objectiveMs))),
  ]);
}
