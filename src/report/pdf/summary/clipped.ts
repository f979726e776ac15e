import { clipText } from '../fit-text.ts';
import type { Sheet } from '../sheet.ts';
import { SIZE } from '../theme.ts';

/** The first page is for one minute, so that long texts are cut; the sections behind it have them whole. */
export function clipped(text: string, width: number, lines: number, { fonts }: Sheet): string {
  return clipText(text, width, lines, { fontSize: SIZE.text }, fonts);
}
