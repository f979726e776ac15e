import type * as z from 'zod';
import { suggest } from './did-you-mean.ts';
import { wrongType } from './fields.ts';
import type { Path, Problem } from './issue.ts';

/** What zod found, as problems in words; `raw` is the value that was checked. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], raw: unknown): Problem[] {
  return issues.map((issue) => explain(issue, valueAt(raw, issue.path)));
}

function explain(issue: z.core.$ZodIssue, value: unknown): Problem {
  const { path } = issue;
  switch (issue.code) {
    case 'custom':
      return explainCustom(path, issue.message, issue.params ?? {});
    case 'invalid_type': {
      if (value === undefined) return { path, code: 'KEY_MISSING', message: issue.message };
      return { path, ...wrongType(TYPES[issue.expected] ?? issue.expected, value) };
    }
    case 'too_small':
      return { path, code: 'LIST_EMPTY', message: 'must have at least one item.' };
    default:
      return { path, code: 'VALUE_INVALID', message: issue.message };
  }
}

const TYPES: { readonly [type: string]: string } = {
  object: 'a mapping (keys with values, indented below)',
  array: 'a list ("- …" lines, or [a, b])',
};

function explainCustom(path: Path, message: string, params: Record<string, unknown>): Problem {
  const code = String(params['code'] ?? 'VALUE_INVALID');
  const hint = params['hint'];
  const at = params['at'] === 'key' ? 'key' : 'value';
  if (code === 'KEY_UNKNOWN') return unknownKey(path, message.split(', '));
  return { path, at, code, message, ...(typeof hint === 'string' && { hint }) };
}

function unknownKey(path: Path, allowed: readonly string[]): Problem {
  const key = String(path.at(-1));
  return {
    path,
    at: 'key',
    code: 'KEY_UNKNOWN',
    message: 'is not a key that is known here.',
    hint: suggest(key, allowed, 'Known keys'),
  };
}

/** Own keys only: a path may hold any word that somebody typed. */
export function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) {
      return undefined;
    }
    value = Reflect.get(value, segment);
  }
  return value;
}
