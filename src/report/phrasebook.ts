/** An English text with `{}` where something stands that differs, and what it is in another language. */
export type Phrase = readonly [english: string, other: string];

/** Longer texts are nobody's phrases. */
const LONGEST = 2000;

/**
 * Texts that journals hold in English, in another language. The first phrase that fits counts; what none fits stays as
 * it is.
 *
 * In the other text `{1}` is the first thing that differs, as it stands, and `{1*}` is looked up itself.
 *
 * @param figure what becomes of a thing that is looked up and is no phrase, e.g. of a figure with its unit
 */
export function phrasebook(
  phrases: readonly Phrase[],
  figure: (text: string) => string = (text) => text,
): (english: string) => string {
  const whole = new Map(phrases.filter(([english]) => !english.includes('{}')));
  const patterns = phrases
    .filter(([english]) => english.includes('{}'))
    .map(([english, other]) => ({ pieces: english.split('{}'), other }));
  const look = (text: string): string => {
    const known = whole.get(text);
    if (known !== undefined || text.length > LONGEST) return known ?? text;
    for (const { pieces, other } of patterns) {
      const parts = partsOf(text, pieces);
      if (parts) {
        return other.replace(/\{(\d)(\*?)\}/g, (_, number: string, again: string) => {
          const part = parts[Number(number) - 1] ?? '';
          if (again === '') return part;
          const told = look(part);
          return told === part ? figure(part) : told;
        });
      }
    }
    return text;
  };
  return look;
}

/** What stands between the pieces; `undefined` where the text is not made of them. Takes one walk over the text. */
function partsOf(text: string, pieces: readonly string[]): readonly string[] | undefined {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return undefined;
  const parts: string[] = [];
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    // Nothing at all is no part.
    const at = text.indexOf(piece, from + 1);
    if (at === -1 || at + piece.length > end) return undefined;
    parts.push(text.slice(from, at));
    from = at + piece.length;
  }
  if (from >= end) return undefined;
  return [...parts, text.slice(from, end)];
}
