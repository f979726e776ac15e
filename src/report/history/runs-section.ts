import type { PastRun } from '../../core/run-series.ts';
import { type Html, type HtmlPart, html } from '../html/html.ts';
import { chip } from '../html/parts.ts';
import type { IndexWords } from './index-words.ts';
import { measureText, outcomeWord } from './past-run.ts';
import { pastTone } from './past-tone.ts';

/** The table of all runs, with what the script needs to filter and sort it. */
export function runsSection(runs: readonly PastRun[], words: IndexWords): Html {
  const { index } = words;
  const choices = (of: (run: PastRun) => string) =>
    [...new Set(runs.map(of))].sort().map((value) => html`<option>${value}</option>`);
  const picker = (key: string, label: string, of: (run: PastRun) => string) =>
    html`<label>${label}<select data-key="${key}"><option value="">${index.all}</option>${choices(of)}</select></label>`;
  return html`<section id="runs" aria-labelledby="runs-title">
<h2 id="runs-title">${index.runs}</h2>
<form id="filters" role="search" hidden>
<label>${index.find}<input id="text" type="search" autocomplete="off"></label>
${picker('drill', index.drill, ({ drill }) => drill)}
${picker('environment', index.environment, ({ environment }) => environment)}
${picker('outcome', index.outcome, (run) => outcomeWord(run, words))}
<span id="count" role="status" data-all="${index.countAll}" data-some="${index.countSome}"></span>
</form>
<div class="scroll" role="region" aria-label="${index.runs}" tabindex="0"><table>
<caption>${index.runs}</caption>
<thead><tr><th scope="col">${index.openedAt}</th><th scope="col">${index.drill}</th><th scope="col">${index.environment}</th><th scope="col">${index.outcome}</th><th scope="col" class="number" data-kind="number">RTO</th><th scope="col" class="number" data-kind="number">RPO</th><th scope="col">${index.report}</th></tr></thead>
<tbody>
${runs.map((run) => row(run, words))}</tbody>
</table></div>
<button id="more" type="button" hidden>${index.more}</button>
</section>
`;
}

function row(run: PastRun, words: IndexWords): Html {
  const { drill, environment, openedAt, isReal, rto, rpo } = run;
  const word = outcomeWord(run, words);
  return html`<tr data-drill="${drill}" data-environment="${environment}" data-outcome="${word}"><th scope="row" class="time">${openedAt.slice(0, 16).replace('T', ' ')}</th><td>${drill}</td><td>${environment}${!isReal && html` <small>${words.watermarkShort}</small>`}</td><td>${chip(pastTone(run), word)}</td><td class="number" data-value="${rto.actualMs ?? ''}">${measureText(rto, words)}</td><td class="number" data-value="${rpo?.actualMs ?? ''}">${rpo ? measureText(rpo, words) : words.index.notApplicable}</td><td class="time">${report(run)}</td></tr>
`;
}

/** A run that has not ended has no report yet. */
function report({ run, status }: PastRun): HtmlPart {
  return status === 'open'
    ? run
    : html`<a href="${encodeURIComponent(run)}/report.html">${run}</a>`;
}
