import type { Language } from '../../core/translations.ts';
import { ENGLISH, type Words } from '../words.ts';
import { INDEX_ENGLISH } from '../words-index.ts';
import { JAPANESE } from '../words-ja.ts';
import { INDEX_JAPANESE } from '../words-ja-index.ts';

/** Those of the reports that it links to, with its own. */
export interface IndexWords extends Omit<Words, 'lang'> {
  readonly lang: Language;
  readonly index: typeof INDEX_ENGLISH;
}

export const INDEX_WORDS: { readonly [lang in Language]: IndexWords } = {
  en: { ...ENGLISH, lang: 'en', index: INDEX_ENGLISH },
  ja: { ...JAPANESE, lang: 'ja', index: INDEX_JAPANESE },
};
