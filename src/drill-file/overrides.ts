import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  YAMLMap,
} from 'yaml';
import type { Problem } from './issue.ts';
import { openYaml, type YamlSource } from './yaml-source.ts';

/** A source with values put over those of the file, and what was wrong with the wish. */
export interface Overridden {
  readonly source: YamlSource;
  readonly problems: readonly (Problem & { readonly origin: string })[];
}

/**
 * Puts values over those of the file: `parameters.method=snapshot`, `checks.orders.expect={min: 1}`.
 * A path goes by keys; an item of a list is named by its index or its `id`. The value is YAML.
 * Whether the path and the value mean anything is judged afterwards, as if they stood in the file.
 */
export function applyOverrides(original: YamlSource, overrides: readonly string[]): Overridden {
  if (overrides.length === 0) return { source: original, problems: [] };
  // The document is changed in place, so it is read anew: what was handed in stays as it is.
  const { document, ...rest } = openYaml(original.text, original.file);
  const origins = new Map<Node, string>();
  const problems: (Problem & { origin: string })[] = [];
  for (const override of overrides) {
    const origin = `--set ${override}`;
    const complaint = applyOne(document.contents, override, (node) => origins.set(node, origin));
    if (complaint) problems.push({ ...complaint, path: [], code: 'OVERRIDE_INVALID', origin });
  }
  return { source: { ...rest, document, origins }, problems };
}

type Complaint = Pick<Problem, 'message' | 'hint'>;

function applyOne(
  root: Node | null,
  override: string,
  mark: (node: Node) => void,
): Complaint | undefined {
  const [, dotted = '', text = ''] = /^([^=]*)=(.*)$/s.exec(override) ?? [];
  const path = dotted.trim().split('.');
  if (path.includes('') || path.includes('__proto__')) {
    return { message: 'This is not a path with a value.', hint: 'Write e.g. objectives.rto=2h.' };
  }
  const parsed = parseDocument(text, { prettyErrors: false, logLevel: 'error' });
  const value = parsed.contents;
  if (parsed.errors[0]) {
    return {
      message: 'What stands after = is not a value in YAML.',
      hint: 'Quote it for the shell and for YAML: --set \'title="a: b"\'.',
    };
  }
  if (value === null || (isScalar(value) && value.value === null)) {
    return { message: 'Nothing stands after =.', hint: 'Write e.g. objectives.rto=2h.' };
  }
  return put(root, path, value, mark);
}

function put(
  root: Node | null,
  path: readonly string[],
  value: Node,
  mark: (node: Node) => void,
): Complaint | undefined {
  let node: unknown = root;
  for (const [depth, segment] of path.entries()) {
    const isLast = depth === path.length - 1;
    const key = isSeq(node) ? indexOf(node.items, segment) : segment;
    if (!isCollection(node) || key === undefined) return nowhere(path, depth, node);
    if (isLast) {
      mark(value);
      node.set(isMap(node) ? new Scalar(key) : key, value);
      return undefined;
    }
    if (isMap(node) && !node.has(key)) {
      const branch = new YAMLMap();
      mark(branch);
      node.set(new Scalar(key), branch);
    }
    node = node.get(key, true);
  }
  return undefined;
}

function indexOf(items: readonly unknown[], segment: string): number | undefined {
  const byId = items.findIndex((item) => isMap(item) && item.get('id') === segment);
  const index = byId >= 0 ? byId : /^\d+$/.test(segment) ? Number(segment) : -1;
  return index >= 0 && index < items.length ? index : undefined;
}

function nowhere(path: readonly string[], depth: number, node: unknown): Complaint {
  const above = path.slice(0, depth).join('.');
  const segment = path[depth] ?? '';
  if (!isSeq(node)) {
    return {
      message: `There is no ${path.join('.')} in the drill: ${above} is a value and holds no keys.`,
      hint: `Set ${above} itself.`,
    };
  }
  const ids = node.items.flatMap((item) => (isMap(item) ? [String(item.get('id'))] : []));
  return {
    message: `There is no ${path.join('.')} in the drill: ${above} has no item "${segment}".`,
    hint: `Its items are: ${ids.length > 0 ? ids.join(', ') : `0 to ${node.items.length - 1}`}.`,
  };
}
