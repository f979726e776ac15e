import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Breaks a text into rows of at most `columns` terminal columns, between words where it can.
 * Wide characters count two; later rows are indented like the first.
 */
export function wrapText(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(2, columns)));
}

function wrapLine(line: string, columns: number): string[] {
  const lead = /^ */.exec(line)?.[0] ?? '';
  const indent = lead.length < columns / 2 ? lead : '';
  const rows: string[] = [];
  let row = indent;
  for (const word of line.slice(lead.length).split(/(?<= )/)) {
    if (stringWidth(row + word.trimEnd()) <= columns) {
      row += word;
      continue;
    }
    if (row.trim() !== '') rows.push(row.trimEnd());
    row = indent;
    for (const { segment } of graphemes.segment(word)) {
      if (stringWidth(row + segment) > columns && segment !== ' ') {
        rows.push(row);
        row = indent;
      }
      row += segment;
    }
  }
  return [...rows, row.trimEnd()];
}
