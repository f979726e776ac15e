import type { NormalizedSchema } from '@smithy/core/schema';
import { readSimple } from './read-simple.ts';

/** An element as the SDK's parser gives it: text, or members by tag; a tag that repeats holds an array. */
type XmlNode = string | { readonly [tag: string]: XmlNode | readonly XmlNode[] };

/**
 * Reads a parsed element as the value that the schema describes. What the schema does not know is left out.
 * @throws ServiceError `MalformedInput`.
 */
export function readXml(schema: NormalizedSchema, node: unknown): unknown {
  return readNodes(schema, nodesIn(node as XmlNode));
}

/** @param nodes all elements that have the value's tag; more than one only for a flattened list or map */
function readNodes(schema: NormalizedSchema, nodes: readonly XmlNode[]): unknown {
  const [first = ''] = nodes;
  if (schema.isStructSchema()) return readStruct(schema, first);
  const isFlat = schema.getMergedTraits().xmlFlattened !== undefined;
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const items = isFlat ? nodes : childrenOf(first, tagOf(item, 'member'));
    return items.map((each) => readNodes(item, [each]));
  }
  if (schema.isMapSchema()) return readMap(schema, isFlat ? nodes : childrenOf(first, 'entry'));
  return readSimple(schema, textOf(first));
}

function readStruct(schema: NormalizedSchema, node: XmlNode): object {
  const struct: { [name: string]: unknown } = {};
  for (const [name, member] of schema.structIterator()) {
    const children = childrenOf(node, tagOf(member, name));
    if (children.length > 0) struct[name] = readNodes(member, children);
  }
  return struct;
}

function readMap(schema: NormalizedSchema, entries: readonly XmlNode[]): object {
  const keyTag = tagOf(schema.getKeySchema(), 'key');
  const value = schema.getValueSchema();
  return Object.fromEntries(
    entries.map((entry) => [
      textOf(childrenOf(entry, keyTag)[0] ?? ''),
      readNodes(value, childrenOf(entry, tagOf(value, 'value'))),
    ]),
  );
}

function childrenOf(node: XmlNode, tag: string): readonly XmlNode[] {
  return typeof node === 'string' || !Object.hasOwn(node, tag) ? [] : nodesIn(node[tag]);
}

function nodesIn(value: XmlNode | readonly XmlNode[] | undefined): readonly XmlNode[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as XmlNode];
}

/** An element that has attributes, too, holds its text under a name of its own. */
function textOf(node: XmlNode): string {
  if (typeof node === 'string') return node;
  const text = node['#text'];
  return typeof text === 'string' ? text : '';
}

function tagOf(schema: NormalizedSchema, fallback: string): string {
  return schema.getMergedTraits().xmlName ?? fallback;
}
