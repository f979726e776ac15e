import type { NormalizedSchema } from '@smithy/core/schema';
import { fromBase64, NumericValue } from '@smithy/core/serde';
import { ServiceError } from './service-error.ts';

/** Numbers that JSON cannot write; they come as text. */
const NOT_IN_JSON = new Set<unknown>(['NaN', 'Infinity', '-Infinity']);

/**
 * Reads parsed JSON as the value that the schema describes. What the schema does not know is left out, and so is null.
 * @throws ServiceError `SerializationException`.
 */
export function readJson(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) return readStruct(schema, objectIn(schema, value));
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw malformed(schema, value);
    return value.map((item) => readJson(schema.getValueSchema(), item));
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(objectIn(schema, value)).filter(([, item]) => item !== null);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, readJson(schema.getValueSchema(), item)]),
    );
  }
  return readScalar(schema, value);
}

function readStruct(schema: NormalizedSchema, object: { [name: string]: unknown }): object {
  const struct: { [name: string]: unknown } = {};
  for (const [name, member] of schema.structIterator()) {
    const wireName = member.getMergedTraits().jsonName ?? name;
    const value = Object.hasOwn(object, wireName) ? object[wireName] : undefined;
    if (value !== undefined && value !== null) struct[name] = readJson(member, value);
  }
  return struct;
}

function readScalar(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isBooleanSchema() && typeof value === 'boolean') return value;
  if (schema.isNumericSchema() && typeof value === 'number') return value;
  if (schema.isNumericSchema() && NOT_IN_JSON.has(value)) return Number(value);
  if (schema.isStringSchema() && typeof value === 'string') return value;
  if (schema.isBlobSchema() && typeof value === 'string') return fromBase64(value);
  if (schema.isTimestampSchema()) {
    // Seconds, unless the model says text; either way there is only one reading.
    const time = new Date(typeof value === 'number' ? Math.round(value * 1000) : String(value));
    if (!Number.isNaN(time.getTime())) return time;
  }
  if (schema.isBigIntegerSchema() && Number.isInteger(value)) return BigInt(value as number);
  if (schema.isBigDecimalSchema() && typeof value === 'number') {
    return new NumericValue(String(value), 'bigDecimal');
  }
  throw malformed(schema, value);
}

function objectIn(schema: NormalizedSchema, value: unknown): { [name: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(schema, value);
  }
  return value as { [name: string]: unknown };
}

function malformed(schema: NormalizedSchema, value: unknown): ServiceError {
  const name = schema.isMemberSchema() ? schema.getMemberName() : schema.getName();
  const text = JSON.stringify(value)?.slice(0, 100);
  return new ServiceError('SerializationException', `The value ${text} of ${name} cannot be read.`);
}
