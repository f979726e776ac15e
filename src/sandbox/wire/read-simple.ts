import type { NormalizedSchema } from '@smithy/core/schema';
import { fromBase64, NumericValue } from '@smithy/core/serde';
import { ServiceError } from './service-error.ts';

/**
 * Reads a text as the simple type that the schema says.
 * @throws ServiceError `MalformedInput`.
 */
export function readSimple(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) {
    const word = text.toLowerCase();
    if (word === 'true') return true;
    if (word === 'false') return false;
    throw malformed(schema, text);
  }
  if (schema.isNumericSchema()) {
    const number = Number(text);
    if (text.trim() === '' || !Number.isFinite(number)) throw malformed(schema, text);
    return number;
  }
  if (schema.isTimestampSchema()) {
    const time = /^-?\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
    if (Number.isNaN(time.getTime())) throw malformed(schema, text);
    return time;
  }
  if (schema.isBlobSchema()) return fromBase64(text);
  if (schema.isBigIntegerSchema()) {
    if (!/^-?\d+$/.test(text)) throw malformed(schema, text);
    return BigInt(text);
  }
  if (schema.isBigDecimalSchema()) return new NumericValue(text, 'bigDecimal');
  return text;
}

function malformed(schema: NormalizedSchema, text: string): ServiceError {
  const name = schema.isMemberSchema() ? schema.getMemberName() : schema.getName();
  return new ServiceError('MalformedInput', `The value '${text}' of ${name} cannot be read.`);
}
