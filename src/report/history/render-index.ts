import { createHash } from 'node:crypto';
import { formatDuration } from '../../core/duration.ts';
import type { PastMeasure, PastRun, RunSeries } from '../../core/run-series.ts';
import { Html, type HtmlPart, html } from '../html/html.ts';
import { chip } from '../html/parts.ts';
import { PAGE_STYLE } from '../html/styles.ts';
import { ENGLISH } from '../words.ts';
import { INDEX_SCRIPT } from './index-script.ts';
import { INDEX_STYLE } from './index-style.ts';
import { pastTone } from './past-tone.ts';
import { sparkline } from './sparkline.ts';

export interface IndexOptions {
  readonly series: readonly RunSeries[];
  /** Folders that could not be read, and why. */
  readonly broken: readonly { readonly folder: string; readonly reason: string }[];
}

/** All runs on one page that needs nothing else: no network and no font; without a script it does not filter or sort. */
export function renderIndex({ series, broken }: IndexOptions): string {
  const runs = series
    .flatMap((one) => one.runs)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  const script = createHash('sha256').update(INDEX_SCRIPT).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${script}'`;
  const title = 'Recovery tests';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${title} · Kunren</title>
<style>${new Html(PAGE_STYLE)}${new Html(INDEX_STYLE)}</style>
</head>
<body>
<header class="masthead">
<p class="brand"><span lang="ja">訓練</span> Kunren</p>
<h1>${title}</h1>
<p class="tested">Read from the two ends of each journal. What a reviewer is shown is the report of a run; drill verify checks it.</p>
</header>
<main>
${series.length > 0 && cards(series)}${runsSection(runs)}${broken.length > 0 && brokenSection(broken)}</main>
<script>${new Html(INDEX_SCRIPT)}</script>
</body>
</html>
`.text;
}

function cards(series: readonly RunSeries[]): Html {
  return html`<section class="result" aria-labelledby="drills-title">
<h2 id="drills-title">Drills</h2>
<p class="lead">Recovery time of each run, oldest to newest; squares are runs that were not met. The dashed line is the objective, where it is near.</p>
<div class="series">
${series.map(card)}</div>
</section>
`;
}

function card({ drill, title, environment, isReal, runs }: RunSeries): HtmlPart {
  const [last] = runs;
  if (!last) return null;
  const met = runs.filter(({ verdict }) => verdict === 'met').length;
  return html`<article class="card"><h3>${title}</h3>
<p class="about">${drill} · ${environment}${!isReal && html` · ${chip('open', ENGLISH.watermarkShort)}`} · ${met} of ${runs.length} met</p>
${sparkline(runs, `Recovery times of ${drill} in ${environment}`)}
<p class="last">${chip(pastTone(last), outcome(last))} <span>${last.openedAt.slice(0, 10)}</span> <span>RTO ${measure(last.rto)}</span>${
    last.rpo !== undefined && html` <span>RPO ${measure(last.rpo)}</span>`
  }</p>
</article>
`;
}

function runsSection(runs: readonly PastRun[]): Html {
  const choices = (of: (run: PastRun) => string) =>
    [...new Set(runs.map(of))].sort().map((value) => html`<option>${value}</option>`);
  const picker = (key: string, label: string, of: (run: PastRun) => string) =>
    html`<label>${label}<select data-key="${key}"><option value="">all</option>${choices(of)}</select></label>`;
  return html`<section id="runs" aria-labelledby="runs-title">
<h2 id="runs-title">Runs</h2>
<form id="filters" role="search" hidden>
<label>Find<input id="text" type="search" autocomplete="off"></label>
${picker('drill', 'Drill', ({ drill }) => drill)}
${picker('environment', 'Environment', ({ environment }) => environment)}
${picker('outcome', 'Outcome', outcome)}
<span id="count" role="status"></span>
</form>
<div class="scroll" role="region" aria-label="Runs" tabindex="0"><table>
<caption>Runs</caption>
<thead><tr><th scope="col">Opened (UTC)</th><th scope="col">Drill</th><th scope="col">Environment</th><th scope="col">Outcome</th><th scope="col" data-kind="number">RTO</th><th scope="col" data-kind="number">RPO</th><th scope="col">Report</th></tr></thead>
<tbody>
${runs.map(row)}</tbody>
</table></div>
</section>
`;
}

function row(run: PastRun): Html {
  const { drill, environment, openedAt, isReal, rto, rpo } = run;
  const word = outcome(run);
  return html`<tr data-drill="${drill}" data-environment="${environment}" data-outcome="${word}"><th scope="row" class="time">${openedAt.slice(0, 16).replace('T', ' ')}</th><td>${drill}</td><td>${environment}${!isReal && html` <small>${ENGLISH.watermarkShort}</small>`}</td><td>${chip(pastTone(run), word)}</td><td class="number" data-value="${rto.actualMs ?? ''}">${measure(rto)}</td><td class="number" data-value="${rpo?.actualMs ?? ''}">${rpo ? measure(rpo) : 'n/a'}</td><td><a href="${encodeURIComponent(run.run)}/report.html">${run.run}</a></td></tr>
`;
}

function brokenSection(broken: IndexOptions['broken']): Html {
  return html`<section aria-labelledby="broken-title">
<h2 id="broken-title">Not read</h2>
<p class="lead">These folders have a journal that cannot be used.</p>
<ul>${broken.map(({ folder, reason }) => html`<li><code>${folder}</code>: ${reason}</li>`)}</ul>
</section>
`;
}

function outcome({ status, verdict }: PastRun): string {
  return status === 'completed' ? verdict : status;
}

function measure({ actualMs, objectiveMs }: PastMeasure): HtmlPart {
  if (actualMs === undefined) return html`<span class="absent">not measured</span>`;
  return html`${formatDuration(actualMs)} <small>of ${formatDuration(objectiveMs)}</small>`;
}
