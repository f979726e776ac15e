import { createHash } from 'node:crypto';
import type { PastRun, RunSeries } from '../../core/run-series.ts';
import type { Language } from '../../core/translations.ts';
import { Html, type HtmlPart, html } from '../html/html.ts';
import { PAGE_STYLE } from '../html/styles.ts';
import { INDEX_SCRIPT } from './index-script.ts';
import { INDEX_STYLE } from './index-style.ts';
import { INDEX_WORDS, type IndexWords } from './index-words.ts';
import { runsSection } from './runs-section.ts';
import { seriesCard } from './series-card.ts';

export interface IndexOptions {
  readonly series: readonly RunSeries[];
  /** Folders that could not be read, and why. */
  readonly broken: readonly { readonly folder: string; readonly reason: string }[];
  /** Folders that are no runs. */
  readonly foreign: readonly string[];
}

/** All runs on one page that needs nothing else: no network and no font; without a script it does not filter or sort. */
export function renderIndex(
  { series, broken, foreign }: IndexOptions,
  lang: Language = 'en',
): string {
  const words = INDEX_WORDS[lang];
  const { title, about } = words.index;
  const script = createHash('sha256').update(INDEX_SCRIPT).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${script}'`;
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${title} · ${words.product}</title>
<style>${new Html(PAGE_STYLE)}${new Html(INDEX_STYLE)}</style>
</head>
<body>
<header class="masthead">
<p class="brand"><span lang="ja">訓練</span> ${words.product}</p>
<h1>${title}</h1>
<p class="tested">${about}</p>
</header>
<main>
${series.length > 0 && drillsSection(series, words)}${runsSection(newestFirst(series), words)}${
  broken.length + foreign.length > 0 && notReadSection(broken, foreign, words)
}</main>
<script>${new Html(INDEX_SCRIPT)}</script>
</body>
</html>
`.text;
}

function newestFirst(series: readonly RunSeries[]): readonly PastRun[] {
  return series.flatMap(({ runs }) => runs).toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
}

function drillsSection(series: readonly RunSeries[], words: IndexWords): Html {
  return html`<section class="result" aria-labelledby="drills-title">
<h2 id="drills-title">${words.index.drills}</h2>
<p class="lead">${words.index.drillsLead}</p>
<div class="series">
${series.map((one) => seriesCard(one, words))}</div>
</section>
`;
}

function notReadSection(
  broken: IndexOptions['broken'],
  foreign: IndexOptions['foreign'],
  { index }: IndexWords,
): Html {
  const list = (lead: string, items: readonly HtmlPart[]) =>
    items.length > 0 &&
    html`<p class="lead">${lead}</p>
<ul>${items}</ul>
`;
  return html`<section aria-labelledby="not-read-title">
<h2 id="not-read-title">${index.notRead}</h2>
${list(
  index.broken,
  broken.map(({ folder, reason }) => html`<li><code>${folder}</code>: ${reason}</li>`),
)}${list(
  index.foreign,
  foreign.map((folder) => html`<li><code>${folder}</code></li>`),
)}</section>
`;
}
