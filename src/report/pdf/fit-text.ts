import type { Fonts } from './fonts.ts';
import type { Look } from './node.ts';

/** As much of a text as one line holds; what is cut off is told by three dots. */
export function fitText(
  text: string,
  width: number,
  look: Look & { readonly fontSize: number },
  fonts: Fonts,
): string {
  const line = text.replace(/\s+/g, ' ');
  const isRoomFor = (part: string) =>
    fonts.width([{ ...look, text: part }], look.fontSize) <= width;
  if (isRoomFor(line)) return line;
  const characters = [...line];
  let shortest = 0;
  let longest = characters.length;
  while (shortest < longest) {
    const middle = Math.ceil((shortest + longest) / 2);
    if (isRoomFor(`${characters.slice(0, middle).join('')}…`)) shortest = middle;
    else longest = middle - 1;
  }
  return `${characters.slice(0, shortest).join('').trimEnd()}…`;
}

/** As much of a text as a few lines hold. Lines are never filled to their end, so a little less than they could. */
export function clipText(
  text: string,
  width: number,
  lines: number,
  look: Look & { readonly fontSize: number },
  fonts: Fonts,
): string {
  return fitText(text, lines === 1 ? width : 0.92 * lines * width, look, fonts);
}
