/** Every sign the screen draws itself, with one of the same width for terminals that know ASCII only. */
const SIGNS: { readonly [sign: string]: string } = {
  '✔': '+',
  '✘': 'x',
  '○': 'o',
  '◌': '-',
  '━': '=',
  '╌': '.',
  '─': '-',
  '│': '|',
  '·': '-',
  '…': '~',
  '±': '~',
  '−': '-',
  '–': '-',
  '—': '-',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '≤': '<',
  '≥': '>',
  '×': 'x',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '⠋': '|',
  '⠙': '/',
  '⠹': '-',
  '⠸': '\\',
  '⠼': '|',
  '⠴': '/',
  '⠦': '-',
  '⠧': '\\',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
};

const ANY_SIGN = new RegExp(`[${Object.keys(SIGNS).join('')}]`, 'gu');

/** Puts ASCII in the place of the screen's signs; the text keeps its width, so a finished layout stays whole. */
function toAscii(text: string): string {
  return text.replace(ANY_SIGN, (sign) => SIGNS[sign] ?? sign);
}

/** The same stream, with every text that is written to it in ASCII signs. */
export function asciiStream(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  return new Proxy(stdout, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key !== 'write') return value.bind(target);
      return (chunk: unknown, ...rest: unknown[]) =>
        value.call(target, typeof chunk === 'string' ? toAscii(chunk) : chunk, ...rest);
    },
  });
}
