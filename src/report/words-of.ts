import type { Language } from '../core/translations.ts';
import { ENGLISH, type Words } from './words.ts';
import { JAPANESE } from './words-ja.ts';

const WORDS: { readonly [lang in Language]: Words } = { en: ENGLISH, ja: JAPANESE };

/** The fixed words of a report in a language. */
export function wordsOf(lang: Language): Words {
  return WORDS[lang];
}
