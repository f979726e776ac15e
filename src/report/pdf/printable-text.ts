import { visibleText } from '../visible-text.ts';
import type { Typeface } from './typeface.ts';

/** Letters that every font has; nearly every text of a report has no others. */
const PLAIN = /^[\n -~]*$/;

/** Characters that the fonts lack, by ones that look the same. */
const LIKE: { readonly [character: string]: string } = {
  '\t': '    ',
  '\u2009': ' ',
  '\u202f': '\u00a0',
  '\u27e8': '\u3008',
  '\u27e9': '\u3009',
};

/** Picks a form of the letter before it; has no width of its own. */
const VARIATION = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;

/** Text of which every letter can be printed: what the fonts lack stands there by its number, e.g. `〈U+D55C〉`. */
export function printableText(text: string, face: Typeface): string {
  if (PLAIN.test(text)) return text;
  let printable = '';
  let isShown = false;
  for (const one of visibleText(text).normalize('NFC')) {
    const character = LIKE[one] ?? one;
    const hasForm = isShown && VARIATION.test(character);
    isShown = character === '\n' || isCovered(character, face);
    printable += isShown || hasForm ? character : byNumber(character);
  }
  return printable;
}

function isCovered(character: string, face: Typeface): boolean {
  return face.advance(character.codePointAt(0) ?? 0) !== undefined;
}

function byNumber(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `〈U+${code.toString(16).toUpperCase().padStart(4, '0')}〉`;
}
