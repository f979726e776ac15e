import type { Fonts } from './fonts.ts';
import type { Node } from './node.ts';

/** The same nodes with every text as the fonts can show it: the one door through which text reaches the paper. */
export function printableNodes(node: Node, { printable }: Fonts): Node {
  const change = (one: Node): Node => {
    if ('stack' in one) return { ...one, stack: one.stack.map(change) };
    if ('columns' in one) return { ...one, columns: one.columns.map(change) };
    if ('table' in one) {
      const body = one.table.body.map((row) => row.map(change));
      return { ...one, table: { ...one.table, body } };
    }
    if (!('text' in one)) return one;
    const text =
      typeof one.text === 'string'
        ? printable(one.text)
        : one.text.map((run) => ({ ...run, text: printable(run.text) }));
    return { ...one, text };
  };
  return change(node);
}
