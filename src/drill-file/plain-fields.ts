import type * as z from 'zod';
import { suggest } from './did-you-mean.ts';
import { field, wrongType } from './fields.ts';
import { showValue } from './show-value.ts';

/** A rule for text beyond not being empty. */
export interface TextRule {
  readonly pattern: RegExp;
  /** Ends the sentence "<value> …", e.g. `is not a name of a column`. */
  readonly complaint: string;
  readonly hint: string;
}

/** Text on one or more lines. */
export function text(
  description: string,
  examples: readonly string[] = [],
  rule?: TextRule,
): z.ZodType<string> {
  const help = {
    type: 'string',
    description,
    ...(examples.length > 0 && { examples }),
    ...(rule ? { pattern: rule.pattern.source } : { minLength: 1 }),
  };
  return field(help, (value, complain) => {
    if (typeof value !== 'string') return complain(wrongType('text', value));
    if (value.trim() === '') {
      return complain({ code: 'VALUE_MISSING', message: 'is empty text.' });
    }
    if (rule && !rule.pattern.test(value)) {
      const message = `${showValue(value)} ${rule.complaint}.`;
      return complain({ code: 'VALUE_INVALID', message, hint: rule.hint });
    }
    return value.trim();
  });
}

/** Yes or no. */
export function flag(description: string): z.ZodType<boolean> {
  return field({ type: 'boolean', description }, (value, complain) =>
    typeof value === 'boolean' ? value : complain(wrongType('true or false', value)),
  );
}

/** A whole number within bounds. */
export function wholeNumber(
  description: string,
  { min, max }: { readonly min: number; readonly max: number },
): z.ZodType<number> {
  const help = { type: 'integer', minimum: min, maximum: max, description };
  return field(help, (value, complain) => {
    if (typeof value !== 'number') return complain(wrongType('a whole number', value));
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    return complain({
      code: 'VALUE_INVALID',
      message: `${showValue(value)} is not a whole number from ${min} to ${max}.`,
    });
  });
}

const BYTES = { MB: 1e6, GB: 1e9, TB: 1e12, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/** An amount of data; read as bytes. */
export function dataSize(description: string): z.ZodType<number> {
  const pattern = /^(\d+(?:\.\d+)?) ?([MGT]i?B)$/;
  const rule = {
    pattern,
    complaint: 'is not an amount of data',
    hint: 'Write a number with MB, GB, TB, MiB, GiB or TiB, e.g. 120 GB.',
  };
  return text(description, ['120 GB', '1.5 TiB'], rule).transform((value) => {
    const [, amount = '', unit = 'MB'] = pattern.exec(value) ?? [];
    return Math.round(Number(amount) * BYTES[unit as keyof typeof BYTES]);
  });
}

/** One of a few words. */
export function choice<const Word extends string>(
  description: string,
  words: readonly Word[],
): z.ZodType<Word> {
  return field({ enum: words, description }, (value, complain) => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return word;
    if (typeof value !== 'string') return complain(wrongType(`one of ${words.join(', ')}`, value));
    return complain({
      code: 'VALUE_UNKNOWN',
      message: `${showValue(value)} is not one of the words that are known here.`,
      hint: suggest(value, words, 'Known are'),
    });
  });
}

/** Names go to the database exactly as written: case counts. Editors read this without the flag `u`. */
const IDENTIFIER = '[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_$\\u0080-\\uffff]*';

/** The name of a table, with or without its schema. */
export function table(description: string): z.ZodType<string> {
  return text(description, ['orders', 'sales.orders'], {
    pattern: new RegExp(`^${IDENTIFIER}(\\.${IDENTIFIER})?$`),
    complaint: 'is not the name of a table',
    hint: 'Write one name, or schema.table: letters, digits and _, without quotes.',
  });
}

export function column(description: string): z.ZodType<string> {
  return text(description, ['placed_at'], {
    pattern: new RegExp(`^${IDENTIFIER}$`),
    complaint: 'is not the name of a column',
    hint: 'Write one name: letters, digits and _, without quotes and without its table.',
  });
}

export function columnOfTable(description: string): z.ZodType<string> {
  return text(description, ['orders.id'], {
    pattern: new RegExp(`^${IDENTIFIER}(\\.${IDENTIFIER}){1,2}$`),
    complaint: 'is not a table with a column',
    hint: 'Write table.column, e.g. orders.id.',
  });
}

/** Lower-case words joined by single hyphens, as ids and file names are written. */
export const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function slug(description: string, examples: readonly string[]): z.ZodType<string> {
  return text(description, examples, {
    pattern: SLUG,
    complaint: 'is not an id',
    hint: 'Use a-z and 0-9, start with a letter, and join words with single hyphens.',
  });
}

/** A statement that only reads. */
export function query(description: string, examples: readonly string[]): z.ZodType<string> {
  const help = { type: 'string', minLength: 1, description, examples };
  return field(help, (value, complain) => {
    if (typeof value !== 'string') return complain(wrongType('text: one SELECT', value));
    const sql = value.trim();
    if (sql === '') return complain({ code: 'VALUE_MISSING', message: 'is empty text.' });
    if (READS.test(withoutComments(sql))) return sql;
    return complain({
      code: 'SQL_NOT_A_QUERY',
      message: `${showValue(sql)} is not a query; what is asked here must only read.`,
      hint: 'Write one SELECT (or WITH … SELECT) that returns one row with one column.',
    });
  });
}

const READS = /^[\s(]*(select|with|values|table)\b/i;

function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
}
