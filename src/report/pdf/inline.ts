import type { Tone } from '../html/parts.ts';
import type { Look, Run } from './node.ts';
import { COLOR, SIZE, TONE_COLOR } from './theme.ts';

/** What stands in a line: text, with or without a look of its own; `null` and `false` give nothing. */
export type Inline = Run | string | number | null | false | readonly Inline[];

export function runs(inline: Inline): Run[] {
  if (inline === null || inline === false || inline === '') return [];
  if (typeof inline === 'string' || typeof inline === 'number') return [{ text: String(inline) }];
  return isList(inline) ? inline.flatMap(runs) : [inline];
}

function isList(inline: Inline): inline is readonly Inline[] {
  return Array.isArray(inline);
}

function look(inline: Inline, over: Look): Run[] {
  return runs(inline).map((run) => ({ ...over, ...run }));
}

export const strong = (inline: Inline): Run[] => look(inline, { bold: true });

export const soft = (inline: Inline): Run[] => look(inline, { color: COLOR.soft });

export const small = (inline: Inline): Run[] =>
  look(inline, { fontSize: SIZE.small, color: COLOR.soft });

/** Letters of one width, for names that machines read. */
export const code = (text: string): Run => ({ text, font: 'mono', fontSize: SIZE.code });

/** A word in a colour that repeats what the word says. */
export const toned = (tone: Tone, word: string): Run => ({
  text: word,
  bold: true,
  color: TONE_COLOR[tone],
});

/** One below the other; what is empty takes no line. */
export function lines(...parts: readonly Inline[]): Run[] {
  return parts
    .map(runs)
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [{ text: '\n' }, ...part]));
}

/** Side by side. */
export function joined(parts: readonly Inline[], between: string): Run[] {
  return parts
    .map(runs)
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [{ text: between }, ...part]));
}
