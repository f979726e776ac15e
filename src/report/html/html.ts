import { visibleText } from '../visible-text.ts';

/** Markup that is safe to put into a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = Html | string | number | null | false | readonly HtmlPart[];

/** Markup with values in it; everything that is not `Html` is escaped, `null` and `false` give nothing. */
export function html(markup: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = markup[0] ?? '';
  for (let index = 0; index < parts.length; index += 1) {
    text += toText(parts[index] ?? null) + (markup[index + 1] ?? '');
  }
  return new Html(text);
}

/** A part as markup, escaped where it has to be. */
export function toText(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if (part === null || part === false) return '';
  let text = '';
  for (const one of part) text += toText(one);
  return text;
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Letters that stand for themselves; nearly every text of a report has no others. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;

/** Text for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  if (PLAIN.test(text)) return text;
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A string for CSS, quotes included; nothing in it can end the string or the style element. */
export function cssString(text: string): string {
  const escaped = visibleText(text).replace(
    /[^A-Za-z0-9 ._:;,/-]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped}"`;
}
