import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Run } from './node.ts';
import { printableText } from './printable-text.ts';
import { readTypeface, type Typeface } from './typeface.ts';

const require = createRequire(import.meta.url);

/** Their subsets are embedded: Latin and Japanese, text and letters of one width. */
const PATHS = {
  sans: () =>
    require.resolve('@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf'),
  bold: () => require.resolve('@expo-google-fonts/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf'),
  mono: () =>
    require.resolve('@expo-google-fonts/biz-udgothic/400Regular/BIZUDGothic_400Regular.ttf'),
} as const;

export interface Fonts {
  /** The fonts themselves, shared by all documents of a process. */
  readonly files: { readonly [name in keyof typeof PATHS]: Buffer };
  printable(text: string): string;
  /** Width of the widest line, in points. */
  width(runs: readonly Run[], fontSize: number): number;
}

let loaded: Promise<Fonts> | undefined;

/** The fonts of a report, read once in a process. */
export function loadFonts(): Promise<Fonts> {
  loaded ??= readFonts();
  return loaded;
}

async function readFonts(): Promise<Fonts> {
  const [sans, bold, mono] = await Promise.all([
    readFile(PATHS.sans()),
    readFile(PATHS.bold()),
    readFile(PATHS.mono()),
  ]);
  const faces = {
    sans: readTypeface(sans),
    bold: readTypeface(bold),
    mono: readTypeface(mono),
  };
  const faceOf = (run: Run) => faces[run.font === 'mono' ? 'mono' : run.bold ? 'bold' : 'sans'];
  // All three have the same characters.
  const printable = (text: string) => printableText(text, faces.sans);
  return {
    files: { sans, bold, mono },
    printable,
    width: (runs, fontSize) =>
      widestLine(runs, fontSize, (run) => [faceOf(run), printable(run.text)]),
  };
}

function widestLine(
  runs: readonly Run[],
  fontSize: number,
  shown: (run: Run) => readonly [Typeface, string],
): number {
  let widest = 0;
  let line = 0;
  for (const run of runs) {
    const [face, text] = shown(run);
    const size = run.fontSize ?? fontSize;
    for (const character of text) {
      line =
        character === '\n' ? 0 : line + size * (face.advance(character.codePointAt(0) ?? 0) ?? 0);
      widest = Math.max(widest, line);
    }
  }
  return widest;
}
