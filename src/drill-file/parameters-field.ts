import type { Json } from '../core/failure.ts';
import { type Complain, field, wrongType } from './fields.ts';
import type { Path } from './issue.ts';
import { SLUG } from './plain-fields.ts';
import { asMapping, showValue } from './show-value.ts';
import { camelCase } from './yaml-source.ts';

type JsonMapping = { readonly [key: string]: Json };

/** Whatever the runbook asks for: any shape, with keys in kebab-case, which the runbook sees in camelCase. */
export const parametersField = field<JsonMapping>(
  {
    type: 'object',
    description:
      'What the runbook needs to know; see its README.md. Keys are written in kebab-case.',
  },
  (value, complain) => {
    const found = asMapping(value);
    return found ? readMapping(found, [], complain) : complain(wrongType('a mapping', value));
  },
);

function readMapping(
  mapping: { readonly [key: string]: unknown },
  path: Path,
  complain: Complain,
): JsonMapping {
  const read = new Map<string, Json>();
  for (const [key, value] of Object.entries(mapping)) {
    const here = [...path, key];
    const name = camelCase(key);
    if (!SLUG.test(key)) complain({ ...notKebab(key), path: here, at: 'key' });
    else if (read.has(name)) complain({ ...sameTwice(key), path: here, at: 'key' });
    read.set(name, readValue(value, here, complain));
  }
  return Object.fromEntries(read);
}

function readValue(value: unknown, path: Path, complain: Complain): Json {
  if (Array.isArray(value)) {
    return value.map((item, index) => readValue(item, [...path, index], complain));
  }
  const mapping = asMapping(value);
  if (mapping) return readMapping(mapping, path, complain);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return complain({
    code: 'VALUE_INVALID',
    message: `${showValue(value)} is not a value that a record can hold.`,
    hint: 'Write text, a finite number, true, false, a list or a mapping.',
    path,
  });
}

function notKebab(key: string) {
  const kebab = key
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .toLowerCase();
  return {
    code: 'KEY_NOT_KEBAB',
    message: `${showValue(key)} is not in kebab-case, as all keys of a drill are.`,
    hint: SLUG.test(kebab) ? `Write ${kebab}.` : 'Use a-z and 0-9, words joined by hyphens.',
  };
}

function sameTwice(key: string) {
  return {
    code: 'KEY_DUPLICATE',
    message: `${showValue(key)} and a key above are one and the same to the runbook.`,
    hint: 'Remove one of the two.',
  };
}
