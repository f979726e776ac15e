import { visibleText } from '../visible-text.ts';

/**
 * Text that Markdown shows as it is: one line, no markup, no links, no mentions.
 * For what comes from the journal.
 */
export function md(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~#!$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/www\./gi, (found) => `${found.slice(0, -1)}&#46;`)
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** Text in letters of one width, exactly as it is. */
export function mdCode(text: string): string {
  const line = oneLine(text);
  if (line.trim() === '') return '';
  // In a table a backslash before a bar would end the cell even inside backticks.
  if (line.includes('|')) return `<code>${md(line).replace(/\\\|/g, '&#124;')}</code>`;
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines in letters of one width, in a frame that nothing in them can end. */
export function mdBlock(lines: readonly string[], language = 'text'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return `${fence}${language}\n${lines.map(oneLine).join('\n')}\n${fence}`;
}

/** A table; columns that start with `>` stand to the right. Cells are Markdown already. */
export function mdTable(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const titles = columns.map((column) => column.replace(/^>/, ''));
  const rule = columns.map((column) => (column.startsWith('>') ? '---:' : ':---'));
  return [titles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Columns that a text takes in letters of one width; East Asian letters take two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        letter,
      )
        ? 2
        : 1;
  return width;
}

/** Fills up, or cuts, to a number of columns. */
export function padTo(text: string, columns: number): string {
  let cut = '';
  for (const letter of oneLine(text)) {
    if (textWidth(cut + letter) > columns) break;
    cut += letter;
  }
  return cut + ' '.repeat(columns - textWidth(cut));
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/\t/g, ' '));
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
