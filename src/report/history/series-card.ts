import type { RunSeries } from '../../core/run-series.ts';
import { type HtmlPart, html } from '../html/html.ts';
import { chip } from '../html/parts.ts';
import type { IndexWords } from './index-words.ts';
import { measureText, outcomeWord } from './past-run.ts';
import { pastTone } from './past-tone.ts';
import { sparkline } from './sparkline.ts';

/** A drill in an environment: its recovery times as a line, and how its newest run went. */
export function seriesCard(series: RunSeries, words: IndexWords): HtmlPart {
  const { drill, environment, isReal, runs } = series;
  const [last] = runs;
  if (!last) return null;
  const met = runs.filter(({ verdict }) => verdict === 'met').length;
  return html`<article class="card"><h3>${titleIn(series, words)}</h3>
<p class="about">${drill} · ${environment}${!isReal && html` · ${chip('open', words.watermarkShort)}`} · ${words.index.met(met, runs.length)}</p>
${sparkline(runs, words.index.chart(drill, environment))}
<p class="last">${chip(pastTone(last), outcomeWord(last, words))} <span>${last.openedAt.slice(0, 10)}</span> <span>RTO ${measureText(last.rto, words)}</span>${
    last.rpo !== undefined && html` <span>RPO ${measureText(last.rpo, words)}</span>`
  }</p>
</article>
`;
}

function titleIn({ title, titles }: RunSeries, { lang }: IndexWords): string {
  return (lang === 'en' ? undefined : titles?.[lang]) ?? title;
}
