import type { NormalizedSchema } from '@smithy/core/schema';
import { type FormNode, numberedChildren } from './form-tree.ts';
import { readSimple } from './read-simple.ts';

/**
 * Reads a form tree as the value that the schema describes. What the schema does not know is left out.
 * @throws ServiceError `MalformedInput`.
 */
export function readForm(schema: NormalizedSchema, node: FormNode): unknown {
  if (schema.isStructSchema()) return readStruct(schema, node);
  if (schema.isListSchema()) return readList(schema, node);
  if (schema.isMapSchema()) return readMap(schema, node);
  return readSimple(schema, node.value ?? '');
}

function readStruct(schema: NormalizedSchema, node: FormNode): object {
  const struct: { [name: string]: unknown } = {};
  for (const [name, member] of schema.structIterator()) {
    const child = node.children.get(wireName(member, name));
    if (child) struct[name] = readForm(member, child);
  }
  return struct;
}

function readList(schema: NormalizedSchema, node: FormNode): unknown[] {
  const item = schema.getValueSchema();
  // Clients write the modelled name of an item; the documentation writes `member`. AWS reads both.
  const items = schema.getMergedTraits().xmlFlattened
    ? node
    : (node.children.get(wireName(item, 'member')) ?? node.children.get('member'));
  return items ? numberedChildren(items).map((child) => readForm(item, child)) : [];
}

function readMap(schema: NormalizedSchema, node: FormNode): object {
  const key = wireName(schema.getKeySchema(), 'key');
  const valueSchema = schema.getValueSchema();
  const value = wireName(valueSchema, 'value');
  const entries = schema.getMergedTraits().xmlFlattened ? node : node.children.get('entry');
  const map: { [name: string]: unknown } = Object.create(null);
  for (const entry of entries ? numberedChildren(entries) : []) {
    const name = entry.children.get(key)?.value;
    const child = entry.children.get(value);
    if (name !== undefined && child) map[name] = readForm(valueSchema, child);
  }
  return { ...map };
}

function wireName(schema: NormalizedSchema, fallback: string): string {
  return schema.getMergedTraits().xmlName ?? fallback;
}
