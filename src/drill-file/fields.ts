import * as z from 'zod';
import type { Path } from './issue.ts';
import { nameType, showValue } from './show-value.ts';

/** Why a value is refused; becomes a `Problem` with the path of the value. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Below the value itself. */
  readonly path?: Path;
  readonly at?: 'key' | 'value';
  /** Words of which the wrong one may be a misspelling. */
  readonly known?: readonly string[];
}

/** Records a complaint; return its result, the value does not count any more. */
export type Complain = (complaint: Complaint) => never;

/** What editors are told about a value: JSON Schema keywords. */
export interface EditorHelp {
  readonly description: string;
  readonly [keyword: string]: unknown;
}

/** The code under which a missing value is reported. @default 'KEY_MISSING' */
export interface FieldOptions {
  readonly missing?: { readonly code: string; readonly message: string };
}

/** One value, read by a function that explains what is wrong in its own words. */
export function field<T>(
  help: EditorHelp,
  read: (value: unknown, complain: Complain) => T,
  options: FieldOptions = {},
): z.ZodType<T> {
  return z
    .unknown()
    .meta(help)
    .transform((value, context): T => {
      const complain = (complaint: Complaint): never => {
        context.issues.push(toIssue(complaint, value));
        return z.NEVER;
      };
      if (value !== undefined) return read(value, complain);
      return complain({ ...missing(help.description), ...options.missing });
    });
}

/** A mapping with exactly these keys. */
export function mapping<Shape extends z.core.$ZodLooseShape>(
  description: string,
  shape: Shape,
): z.ZodObject<Shape> {
  const keys = Object.keys(shape);
  const unknownKey = field({ description: '' }, (_, complain) =>
    complain({
      code: 'KEY_UNKNOWN',
      message: 'is not a key that is known here.',
      at: 'key',
      known: keys,
    }),
  );
  return z
    .object(shape, { error: absence(description) })
    .catchall(unknownKey)
    .meta({ description, additionalProperties: false }) as unknown as z.ZodObject<Shape>;
}

/** A list of at least one item; `why` says what an empty one would mean. */
export function list<Item extends z.ZodType>(
  description: string,
  item: Item,
  why: string,
): z.ZodArray<Item> {
  return z
    .array(item, { error: absence(description) })
    .min(1, { error: `has no item. ${why}` })
    .meta({ description });
}

/** The complaint about a value that is of another type than wanted. */
export function wrongType(wanted: string, value: unknown): Complaint {
  if (value === null) {
    return {
      code: 'VALUE_MISSING',
      message: 'has nothing after the colon.',
      hint: `Write ${wanted}, or leave the key out where it is optional.`,
    };
  }
  const quotable = typeof value === 'number' || typeof value === 'boolean';
  return {
    code: 'VALUE_TYPE',
    message: `must be ${wanted}, but ${showValue(value)} is ${nameType(value)}.`,
    ...(quotable && wanted.startsWith('text') && { hint: `Put it in quotes: "${value}".` }),
  };
}

/** The complaint about a key that is not there. */
function missing(description: string): Complaint {
  return { code: 'KEY_MISSING', message: `is missing. ${description}` };
}

/** zod asks for words when a mapping or list is not one; only its absence is worth words of its own. */
function absence(description: string): (issue: { readonly input?: unknown }) => string | undefined {
  return ({ input }) => (input === undefined ? missing(description).message : undefined);
}

function toIssue(complaint: Complaint, input: unknown): z.core.$ZodRawIssue {
  const { message, path = [], ...params } = complaint;
  return { code: 'custom', input, message, path: [...path], params };
}
