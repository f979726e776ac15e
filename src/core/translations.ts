/** What an English text beside it is in other languages; where one is absent, the English text stands for it. */
export interface Translations {
  readonly ja?: string;
}
