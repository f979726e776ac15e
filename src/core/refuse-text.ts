import { looksSecret } from './secret-looking.ts';

/** Longer texts are for files. */
export const LONGEST_ANSWER = 2_000;

/**
 * Why what somebody has typed does not belong into a record; `undefined` where it does.
 * @param name what it is, as the beginning of a sentence, e.g. `The comment`
 */
export function refuseText(
  text: string,
  name: string,
  isNeeded: boolean,
  longest = LONGEST_ANSWER,
): string | undefined {
  if (isNeeded && text.trim() === '') return `${name} is needed.`;
  if (text.length > longest) return `${name} has at most ${longest} characters.`;
  if (hasControls(text)) return `${name} has control characters in it.`;
  if (looksSecret(text)) {
    return `${name} looks like a secret. Nothing of it was kept; secrets do not belong into a record.`;
  }
  return undefined;
}

/** Line breaks and tabs are no harm. */
export function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(
    text,
  );
}
