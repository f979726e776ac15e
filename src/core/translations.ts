/** Languages in which reports are written. */
export const LANGUAGES = ['en', 'ja'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What an English text beside it is in other languages; where one is absent, the English text stands for it. */
export type Translations = { readonly [Other in Exclude<Language, 'en'>]?: string };

/** A text as it was typed, in one language or in several. */
export interface Wording {
  /** In English, or in whatever language it was typed alone. */
  readonly text: string;
  readonly translations?: Translations;
}
