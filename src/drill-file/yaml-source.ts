import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import type { FileIssue, Path, Problem } from './issue.ts';
import { formatPath } from './issue.ts';

/** A YAML file, with what is needed to say where a value stands in it. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** Nodes put in from outside the file, each with the place they came from. */
  readonly origins: ReadonlyMap<Node, string>;
}

/** Where something stands in a file. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly origin?: string;
}

/** Reads the text without judging it; a mark of byte order at its start is passed over. */
export function openYaml(text: string, file: string): YamlSource {
  const clean = text.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const document = parseDocument(clean, {
    lineCounter: lines,
    prettyErrors: false,
    // Warnings are in `document.warnings`; printing them is not a reader's business.
    logLevel: 'error',
  });
  return { file, text: clean, document, lines, origins: new Map() };
}

/**
 * The place of a value (or its key) in the file. Of a value that is not there: the nearest thing around it.
 * Keys match in their file spelling and in the one of the drill: `instanceClass` finds `instance-class`.
 */
export function locatePath(source: YamlSource, path: Path, at: 'key' | 'value' = 'value'): Place {
  const { node, key, found, origin } = walk(source, path);
  const range = pickRange(found && at === 'value' ? node : undefined, key, node);
  return {
    ...placeRange(source, range?.[0] ?? 0, range?.[1] ?? 0),
    ...(origin !== undefined && { origin }),
  };
}

/** Puts a problem at its place. */
export function placeProblem(source: YamlSource, problem: Problem): FileIssue {
  const place = problem.range
    ? placeRange(source, ...problem.range)
    : locatePath(source, problem.path, problem.at);
  return {
    file: source.file,
    ...place,
    path: formatPath(problem.path),
    code: problem.code,
    message: problem.message,
    ...(problem.hint !== undefined && { hint: problem.hint }),
    source: lineAt(source, place.line),
  };
}

interface Walk {
  readonly node: Node | undefined;
  readonly key: Node | undefined;
  readonly found: boolean;
  readonly origin: string | undefined;
}

function walk(source: YamlSource, path: Path): Walk {
  let node: Node | undefined = source.document.contents ?? undefined;
  let key: Node | undefined;
  let origin: string | undefined;
  for (const segment of path) {
    const next = step(node, segment);
    if (!next) return { node, key, found: false, origin };
    // An item of a list has no key: its own start is the nearest thing that can be pointed at.
    key = next.key;
    node = next.value;
    origin = (node && source.origins.get(node)) ?? origin;
  }
  return { node, key, found: true, origin };
}

function step(
  node: Node | undefined,
  segment: PropertyKey,
): { key: Node | undefined; value: Node | undefined } | undefined {
  if (isSeq<Node>(node)) {
    const value = node.items[Number(segment)];
    return value && { key: undefined, value };
  }
  if (!isMap<Node, Node | null>(node)) return undefined;
  const pairs = node.items.filter(({ key }) => isScalar(key) && isSameKey(key.value, segment));
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === segment) ?? pairs[0];
  return pair && { key: pair.key, value: pair.value ?? undefined };
}

function isSameKey(key: unknown, segment: PropertyKey): boolean {
  return key === segment || camelCase(String(key)) === segment;
}

/** `instance-class` → `instanceClass` */
export function camelCase(key: string): string {
  return key.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A block of lines is pointed at by its key; nodes put in from outside have no range of their own. */
function pickRange(
  value: Node | undefined,
  key: Node | undefined,
  around: Node | undefined,
): readonly [number, number] | undefined {
  const isPointable = value && isScalar(value) && value.range && value.range[1] > value.range[0];
  const chosen = isPointable ? value : (key ?? firstKey(around));
  const range = chosen?.range ?? key?.range;
  return range ? [range[0], range[1]] : undefined;
}

function firstKey(node: Node | undefined): Node | undefined {
  if (isMap<Node, Node>(node) && !node.flow) return node.items[0]?.key ?? node;
  return isCollection(node) || isScalar(node) ? node : undefined;
}

function placeRange(source: YamlSource, start: number, end: number): Place {
  // An error at the end of the file belongs to the last line that has something on it.
  const offset = Math.max(0, Math.min(start, source.text.trimEnd().length));
  const { line, col } = source.lines.linePos(offset);
  const place = { line: Math.max(1, line), column: Math.max(1, col) };
  const rest = lineAt(source, place.line).length - (place.column - 1);
  return { ...place, length: Math.max(1, Math.min(end - offset, rest)) };
}

function lineAt(source: YamlSource, line: number): string {
  return (source.text.split('\n')[line - 1] ?? '').replace(/\r$/, '');
}
