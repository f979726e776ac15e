/** Which characters a font has, and how wide they are. */
export interface Typeface {
  /** In em; `undefined`: the font has no such character. */
  advance(codePoint: number): number | undefined;
}

/** Groups of characters in the form that reaches beyond the first 65,536. */
const FORMAT_WITH_ALL_PLANES = 12;

/**
 * Reads a TrueType font. Of its tables only those are read that tell widths: `head`, `hhea`, `hmtx` and `cmap`.
 * @throws Error where it is no such font.
 */
export function readTypeface(file: Buffer): Typeface {
  const advances = glyphAdvances(file);
  const characters = new Map<number, number>();
  const cmap = characterMap(file);
  for (let group = 0; group < cmap.readUInt32BE(12); group += 1) {
    const at = 16 + 12 * group;
    const first = cmap.readUInt32BE(at);
    const last = cmap.readUInt32BE(at + 4);
    const glyph = cmap.readUInt32BE(at + 8);
    for (let code = first; code <= last; code += 1) {
      characters.set(code, advances(glyph + code - first));
    }
  }
  return { advance: (codePoint) => characters.get(codePoint) };
}

/** Widths by glyph; the last one holds for all that follow. */
function glyphAdvances(file: Buffer): (glyph: number) => number {
  const unitsPerEm = table(file, 'head').readUInt16BE(18);
  const count = table(file, 'hhea').readUInt16BE(34);
  const metrics = table(file, 'hmtx');
  return (glyph) => metrics.readUInt16BE(4 * Math.min(glyph, count - 1)) / unitsPerEm;
}

function characterMap(file: Buffer): Buffer {
  const cmap = table(file, 'cmap');
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const map = cmap.subarray(cmap.readUInt32BE(8 + 8 * index));
    if (map.readUInt16BE(0) === FORMAT_WITH_ALL_PLANES) return map;
  }
  throw new Error('The font has no map of all characters.');
}

function table(file: Buffer, tag: string): Buffer {
  for (let index = 0; index < file.readUInt16BE(4); index += 1) {
    const at = 12 + 16 * index;
    if (file.toString('latin1', at, at + 4) === tag) {
      return file.subarray(file.readUInt32BE(at + 8));
    }
  }
  throw new Error(`The font has no table ${tag}.`);
}
