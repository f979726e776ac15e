import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';

const XML_CHARS = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((text) => !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text));
/** A dot or two would be a step in the path, not a name. */
const LABELS = XML_CHARS.filter((text) => !['', '.', '..'].includes(text));
const HEADERS = fc.stringMatching(/^[!-~]{1,12}$/);
const TIMES = fc.date({
  min: new Date('1970-01-02'),
  max: new Date('2200-01-01'),
  noInvalidDate: true,
});

/**
 * Values that the schema allows. Required members are always there, those that the SDK fills in by itself, and one
 * member of a nested structure.
 */
export function valuesOf(schema: NormalizedSchema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].filter(([name]) => name !== 'PreSignedUrl');
    const simple = members.filter(([, member]) => depth < 3 || !hasMembers(member));
    // A union is one of its members.
    if (schema.isUnionSchema()) {
      const each = (simple.length > 0 ? simple : members.slice(0, 1)).map(([name, member]) => ({
        [name]: valuesOf(member, depth + 1),
      }));
      return fc.oneof(...each.map((model) => fc.record(model, { noNullPrototype: true })));
    }
    const model = Object.fromEntries(
      simple.map(([name, member]) => [name, valuesOf(member, depth + 1)]),
    );
    const first = simple[0]?.[0];
    const always = depth > 0 && first !== undefined ? [first] : [];
    // Schemas list the required members first and hold their number at index 6.
    const raw = schema.getSchema() as unknown as readonly unknown[];
    const required = (raw[4] as readonly string[]).slice(0, Number(raw[6] ?? 0));
    const insisted = simple
      .filter(([name, member]) => required.includes(name) || member.isIdempotencyToken())
      .map(([name]) => name);
    return fc.record(model, { requiredKeys: [...always, ...insisted], noNullPrototype: true });
  }
  if (schema.isListSchema()) {
    const { httpQuery, httpHeader } = schema.getMergedTraits();
    // An empty list leaves no trace in a query or in headers.
    const minLength = httpQuery || httpHeader ? 1 : 0;
    return fc.array(valuesOf(schema.getValueSchema(), depth + 1), { minLength, maxLength: 3 });
  }
  if (schema.isMapSchema()) {
    const key = XML_CHARS.filter((text) => text !== '' && text !== '__proto__');
    return fc.dictionary(key, valuesOf(schema.getValueSchema(), depth + 1), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    });
  }
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isTimestampSchema()) return TIMES;
  if (schema.isNumericSchema()) return fc.integer();
  if (schema.isBlobSchema()) return fc.uint8Array({ maxLength: 8 });
  const { httpLabel, httpHeader } = schema.getMergedTraits();
  if (httpLabel) return LABELS;
  return httpHeader ? HEADERS : XML_CHARS;
}

function hasMembers(schema: NormalizedSchema): boolean {
  return schema.isStructSchema() || schema.isListSchema() || schema.isMapSchema();
}
