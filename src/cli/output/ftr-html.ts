import { type Cell, type ExportTable, textOf } from '../../ftr/export/export-table.ts';
import type { FtrExport } from '../../ftr/export/ftr-export.ts';
import { cssString, Html, type HtmlPart, html } from '../../report/html/html.ts';
import { chip, definitions, section, table } from '../../report/html/parts.ts';
import { PAGE_STYLE } from '../../report/html/styles.ts';

/**
 * The export as one page that needs nothing else: no network, no script, no font.
 * @param reports where the folders of the runs are, seen from the page
 */
export function ftrHtml({ words, about, tables }: FtrExport, reports: string): string {
  return html`<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${words.title}</title>
<style>${new Html(PAGE_STYLE)}${new Html(STYLE)}${new Html(pageNumbers(words.title))}</style>
</head>
<body>
<header class="masthead">
<p class="brand"><span lang="ja">訓練</span> Kunren</p>
<h1>${words.title}</h1>
</header>
<nav><ul>${tables.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
<section class="result">${definitions(about.map(([name, text]) => [name, lines(text)]))}</section>
${tables.map((one) => section(one.id, one.title, one.note ?? null, body(one)))}</main>
</body>
</html>
`.text;

  function body({ title, columns, rows }: ExportTable): HtmlPart {
    if (rows.length === 0) return html`<p class="absent">${words.labels.nothing}</p>`;
    return table(
      title,
      columns.map((column) => ({ title: column.title })),
      rows.map((row) => row.map(show)),
    );
  }

  function show(cell: Cell): HtmlPart {
    if (typeof cell === 'string') return lines(cell);
    const { text, tone, run } = cell;
    if (tone) return chip(tone, text);
    return run === undefined
      ? lines(text)
      : html`<a href="${reports}/${encodeURIComponent(run)}/report.html">${text}</a>`;
  }
}

function lines(cell: Cell): HtmlPart {
  const [first = '', ...more] = textOf(cell).split('\n');
  return [first, ...more.map((line) => html`<br>${line}`)];
}

/** Wide enough for tables of text. */
const STYLE = `
body { max-width: 92rem; }
thead th { white-space: normal; vertical-align: bottom; }
@media screen {
  #sheet :is(td:nth-child(2), td:nth-child(4), td:nth-child(5), td:nth-child(6)) { min-width: 13rem; }
  #runs td:last-child, #statements td:nth-child(5) { min-width: 16rem; }
  #decisions td:nth-child(4) { min-width: 24rem; }
  #decisions :is(td:nth-child(5), td:last-child) { min-width: 14rem; }
}
@page { size: A4 landscape; }
`;

function pageNumbers(title: string): string {
  return `
@page {
  @top-left { content: ${cssString(title)} }
  @top-right { content: counter(page) " / " counter(pages) }
}
`;
}
