import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef } from './wire-protocol.ts';

/**
 * The first required member that the value lacks, as a path such as `Filters.1.Name`; `undefined` when none.
 * Schemas list the required members first and hold their number at index 6.
 */
export function missingMember(ref: SchemaRef, value: unknown): string | undefined {
  const schema = NormalizedSchema.of(ref);
  if (schema.isStructSchema()) {
    const struct = value as { readonly [name: string]: unknown };
    const [names, required] = requiredOf(schema);
    const missing = names.slice(0, required).find((name) => struct[name] == null);
    if (missing !== undefined) return missing;
    for (const [name, member] of schema.structIterator()) {
      if (struct[name] == null) continue;
      const inner = missingMember(member, struct[name]);
      if (inner !== undefined) return `${name}.${inner}`;
    }
  } else if (schema.isListSchema()) {
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      const inner = missingMember(schema.getValueSchema(), item);
      if (inner !== undefined) return `${index + 1}.${inner}`;
    }
  }
  return undefined;
}

function requiredOf(schema: NormalizedSchema): readonly [readonly string[], number] {
  const raw: unknown = schema.getSchema();
  if (!Array.isArray(raw) || raw[0] === 4) return [[], 0];
  return [raw[4] as readonly string[], (raw[6] as number | undefined) ?? 0];
}
