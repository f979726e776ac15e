import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import type { Fonts } from './fonts.ts';

/** What every part of the document is made from. */
export interface Sheet {
  readonly report: ReportModel;
  readonly words: Words;
  readonly fonts: Fonts;
}
