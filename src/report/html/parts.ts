import type { Ms } from '../../core/ports.ts';
import type { Words } from '../words.ts';
import { Html, type HtmlPart, html, toText } from './html.ts';

/** A part of the page with a heading, reachable from the list of contents. */
export function section(id: string, title: string, lead: string | null, body: HtmlPart): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${lead !== null && html`<p class="lead">${lead}</p>`}
${body}
</section>
`;
}

export interface Column {
  readonly title: HtmlPart;
  /** `number`: to the right; `time`: never broken; `code`: letters of one width, may break anywhere. */
  readonly kind?: 'number' | 'time' | 'code' | 'text';
}

/** Rows of a table that is not torn over two pages. */
const SHORT = 10;

/** A table with a caption for those who do not see it; wide ones scroll inside their frame. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly HtmlPart[])[],
): Html {
  const head = columns.map(
    ({ title, kind }) => html`<th scope="col"${className(kind)}>${title}</th>`,
  );
  const classes = columns.map(({ kind }) => className(kind).text);
  return html`<div class="scroll${rows.length <= SHORT ? ' short' : ''}" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map((cells) => row(cells, classes))}</tbody>
</table></div>
`;
}

/** The first cell names the row. */
function row(cells: readonly HtmlPart[], classes: readonly string[]): Html {
  let text = '<tr>';
  for (let index = 0; index < cells.length; index += 1) {
    const inner = toText(cells[index] ?? null);
    const kind = classes[index] ?? '';
    text += index === 0 ? `<th scope="row"${kind}>${inner}</th>` : `<td${kind}>${inner}</td>`;
  }
  return new Html(`${text}</tr>\n`);
}

function className(kind: Column['kind']): Html {
  return new Html(kind === undefined || kind === 'text' ? '' : ` class="${kind}"`);
}

/** Pairs of a name and what it is. */
export function definitions(pairs: readonly (readonly [string, HtmlPart])[]): Html {
  return html`<dl class="pairs">
${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
`;
}

/** A word with a colour that repeats what the word says. */
export function chip(tone: Tone, word: string): Html {
  return html`<span class="chip ${tone}">${word}</span>`;
}

/** `good`, `bad` and `open` are the three answers; `plain` is none. */
export type Tone = 'good' | 'bad' | 'open' | 'plain';

/** A framed part of the first screen: a title, a figure and what belongs to it. */
export function card(title: string, short: string | null, tone: Tone, body: HtmlPart): Html {
  return html`<article class="card ${tone}"><h3>${title}${short !== null && html` <small>${short}</small>`}</h3>
${body}</article>
`;
}

export function code(text: string): Html {
  return html`<code>${text}</code>`;
}

/** A duration and, small, how much shorter it may be. */
export function withError(ms: Ms | null, errorMs: Ms, words: Words): HtmlPart {
  if (ms === null) return '';
  if (errorMs <= 0) return words.duration(ms);
  return html`${words.duration(ms)} <small>−${words.duration(errorMs)}</small>`;
}
