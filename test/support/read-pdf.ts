import { inflateSync } from 'node:zlib';

/** A piece of text on a page; in points, from the lower left. */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** Glyphs that stand for a character that the font lacks. */
  readonly unknown: number;
  /** Not written from left to right. */
  readonly slanting: boolean;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PdfText[];
  /** All that is written from left to right, in the order of the file and without spaces. */
  readonly letters: string;
}

export interface PdfFile {
  readonly pages: readonly PdfPage[];
  readonly info: Readonly<Record<string, string>>;
  readonly lang: string;
  readonly bookmarks: readonly string[];
  readonly fonts: readonly string[];
}

/** Reads a PDF as a viewer does: by its table of objects, its fonts' maps of characters, its pages' operators. */
export function readPdf(file: Buffer): PdfFile {
  const objects = readObjects(file);
  const root = objects.get(reference(objects.trailer, 'Root'));
  const fonts = new Map<number, Font>();
  const fontOf = (id: number) => {
    const font = fonts.get(id) ?? readFont(objects, id);
    fonts.set(id, font);
    return font;
  };
  const pages = references(objects.get(reference(root, 'Pages')).dictionary, 'Kids').map((id) =>
    readPage(objects, id, fontOf),
  );
  return {
    pages,
    info: readInfo(objects),
    lang: /\/Lang \((.*?)\)/.exec(root.dictionary)?.[1] ?? '',
    bookmarks: readBookmarks(objects, root),
    fonts: [...fonts.values()].map(({ name }) => name),
  };
}

interface PdfObject {
  readonly dictionary: string;
  readonly stream: Buffer;
}

interface Objects {
  readonly trailer: PdfObject;
  get(id: number): PdfObject;
}

function readObjects(file: Buffer): Objects {
  const text = file.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const table = text.slice(start);
  const rows = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
  const trailer = { dictionary: table.slice(table.indexOf('trailer')), stream: Buffer.alloc(0) };
  return {
    trailer,
    get(id) {
      const offset = rows[id - 1] ?? -1;
      const label = `${id} 0 obj\n`;
      if (!text.startsWith(label, offset)) throw new Error(`Object ${id} is not at ${offset}.`);
      const end = text.indexOf('\nendobj', offset);
      const from = text.indexOf('\nstream\n', offset);
      if (from < 0 || from > end) {
        return { dictionary: text.slice(offset + label.length, end), stream: Buffer.alloc(0) };
      }
      const dictionary = text.slice(offset + label.length, from);
      const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
      const raw = file.subarray(from + 8, from + 8 + length);
      const packed = dictionary.includes('/Filter /FlateDecode');
      return { dictionary, stream: packed ? inflateSync(raw) : raw };
    },
  };
}

function reference({ dictionary }: PdfObject, key: string): number {
  return Number(new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1]);
}

function references(dictionary: string, key: string): number[] {
  const list = new RegExp(`/${key} \\[([^\\]]*)\\]`).exec(dictionary)?.[1] ?? '';
  return [...list.matchAll(/(\d+) 0 R/g)].map(([, id]) => Number(id));
}

interface Font {
  readonly name: string;
  readonly letters: readonly string[];
  readonly widths: readonly number[];
}

function readFont(objects: Objects, id: number): Font {
  const font = objects.get(id);
  const map = objects.get(reference(font, 'ToUnicode')).stream.toString('latin1');
  const letters: string[] = [];
  for (const [, first, list = ''] of map.matchAll(/<([\da-f]{4})> <[\da-f]{4}> \[(.*?)\]/g)) {
    for (const [index, [, hex = '']] of [...list.matchAll(/<([\da-f ]*)>/g)].entries()) {
      letters[Number.parseInt(first ?? '', 16) + index] = fromUtf16(hex);
    }
  }
  const [descendant = 0] = references(font.dictionary, 'DescendantFonts');
  const widths = /\/W \[0 \[([^\]]*)\]/.exec(objects.get(descendant).dictionary)?.[1] ?? '';
  const name = /\/BaseFont \/\w+\+(\S+)/.exec(font.dictionary)?.[1] ?? '';
  return { name, letters, widths: widths.split(' ').map(Number) };
}

function fromUtf16(hex: string): string {
  const units = hex.split(' ').filter(Boolean);
  return String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
}

type Matrix = readonly [number, number, number, number, number, number];

/** What `inner` does, and then `outer`. */
function after(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [p, q, r, s, t, u] = outer;
  return [
    a * p + b * r,
    a * q + b * s,
    c * p + d * r,
    c * q + d * s,
    e * p + f * r + t,
    e * q + f * s + u,
  ];
}

const UPRIGHT: Matrix = [1, 0, 0, 1, 0, 0];
const OPERATOR = /^(?:(q|Q)|((?:-?[\d.]+ ){6})(cm|Tm)|\/(F\d+) ([\d.]+) Tf|\[(.*)\] TJ|.*)$/gm;

function readPage(objects: Objects, id: number, fontOf: (id: number) => Font): PdfPage {
  const page = objects.get(id);
  const [, , width = 0, height = 0] =
    /\/MediaBox \[(.*?)\]/.exec(page.dictionary)?.[1]?.split(' ').map(Number) ?? [];
  const { dictionary } = objects.get(reference(page, 'Resources'));
  const fonts = new Map(
    [...dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(
      ([, name = '', ref]) => [name, fontOf(Number(ref))] as const,
    ),
  );
  const texts: PdfText[] = [];
  const saved: Matrix[] = [];
  let matrix = UPRIGHT;
  let text = UPRIGHT;
  let font: Font | undefined;
  let size = 0;
  const content = objects.get(reference(page, 'Contents')).stream.toString('latin1');
  for (const [, stack, numbers, moves, name, points, shown] of content.matchAll(OPERATOR)) {
    if (stack === 'q') saved.push(matrix);
    else if (stack === 'Q') matrix = saved.pop() ?? UPRIGHT;
    else if (numbers !== undefined) {
      const given = numbers.trim().split(' ').map(Number) as unknown as Matrix;
      if (moves === 'cm') matrix = after(given, matrix);
      else text = given;
    } else if (name !== undefined) {
      font = fonts.get(name);
      size = Number(points);
    } else if (shown !== undefined && font) {
      texts.push(show(shown, font, size, after(text, matrix)));
    }
  }
  const letters = texts
    .filter(({ slanting }) => !slanting)
    .map((one) => one.text)
    .join('')
    .replace(/\s/g, '');
  return { width, height, texts, letters };
}

function show(shown: string, font: Font, size: number, place: Matrix): PdfText {
  const glyphs = [...shown.matchAll(/<([\da-f]+)>/g)].flatMap(([, hex = '']) =>
    (hex.match(/.{4}/g) ?? []).map((glyph) => Number.parseInt(glyph, 16)),
  );
  const [a, b, , , x, y] = place;
  const width = glyphs.reduce((sum, glyph) => sum + (font.widths[glyph] ?? 0), 0);
  return {
    text: glyphs.map((glyph) => font.letters[glyph] ?? '').join(''),
    x,
    y,
    width: (width * size) / 1000,
    size,
    unknown: glyphs.filter((glyph) => glyph === 0).length,
    slanting: Math.abs(b) > 1e-6 || a < 0,
  };
}

function readInfo(objects: Objects): Record<string, string> {
  const { dictionary } = objects.get(reference(objects.trailer, 'Info'));
  return Object.fromEntries(
    [...dictionary.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, key = '', id]) => [
      key,
      readString(objects.get(Number(id)).dictionary),
    ]),
  );
}

/** A string in brackets, in Latin letters or in UTF-16. */
function readString(written: string): string {
  const inner = written.slice(written.indexOf('(') + 1, written.lastIndexOf(')'));
  const controls: { readonly [letter: string]: string } = {
    n: '\n',
    r: '\r',
    t: '\t',
    b: '\b',
    f: '\f',
  };
  const bytes = Buffer.from(
    inner.replace(/\\(.)/gs, (_, letter: string) => controls[letter] ?? letter),
    'latin1',
  );
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? bytes.subarray(2).swap16().toString('utf16le')
    : bytes.toString('latin1');
}

function readBookmarks(objects: Objects, root: PdfObject): string[] {
  const titles: string[] = [];
  let next = reference(objects.get(reference(root, 'Outlines')), 'First');
  while (next > 0) {
    const item = objects.get(next);
    titles.push(readString(/\/Title (\((?:\\.|[^\\)])*\))/s.exec(item.dictionary)?.[1] ?? '()'));
    next = reference(item, 'Next');
  }
  return titles;
}
