import { type Cell, textOf } from '../../ftr/export/export-table.ts';
import type { FtrExport } from '../../ftr/export/ftr-export.ts';
import { md, mdTable } from '../../report/markdown/markdown.ts';

/** The export as Markdown; nothing in it is taken for markup. */
export function ftrMarkdown({ words, about, tables }: FtrExport): string {
  const { nothing } = words.labels;
  return [
    `# ${md(words.title)}`,
    ...about.map(([name, text]) => `- ${words.because(`**${md(name)}**`, lines(text))}`),
    ...tables.flatMap(({ title, columns, rows, note }) => [
      `\n## ${md(title)}\n`,
      rows.length === 0
        ? nothing
        : mdTable(
            columns.map((column) => md(column.title)),
            rows.map((row) => row.map(lines)),
          ),
      ...(note === undefined ? [] : [`\n${md(note)}`]),
    ]),
    '',
  ].join('\n');
}

function lines(cell: Cell): string {
  return textOf(cell).split('\n').map(md).join('<br>');
}
