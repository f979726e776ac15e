import type * as z from 'zod';
import { nearest, suggest } from './did-you-mean.ts';
import { wrongType } from './fields.ts';
import type { Path, Problem } from './issue.ts';

/** What zod found, as problems in words; `raw` is the value that was checked. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], raw: unknown): Problem[] {
  return issues.flatMap((issue) => explain(issue, valueAt(raw, issue.path)));
}

function explain(issue: z.core.$ZodIssue, value: unknown): Problem[] {
  const { path } = issue;
  switch (issue.code) {
    case 'custom':
      return [explainCustom(path, issue.message, issue.params ?? {})];
    case 'invalid_union': {
      // The form whose shape fits is the one that was meant; its errors stand deeper than the value.
      const fits = issue.errors.find((errors) => errors.every((inner) => inner.path.length > 0));
      const meant = fits ?? issue.errors[0] ?? [];
      return explainIssues(meant, value).map((inner) => ({
        ...inner,
        path: [...path, ...inner.path],
        ...(inner.meant && { meant: [...path, ...inner.meant] }),
      }));
    }
    case 'invalid_type': {
      if (value === undefined) return [{ path, code: 'KEY_MISSING', message: issue.message }];
      return [{ path, ...wrongType(TYPES[issue.expected] ?? issue.expected, value) }];
    }
    case 'too_small':
      return [{ path, code: 'LIST_EMPTY', message: issue.message }];
    default:
      return [{ path, code: 'VALUE_INVALID', message: issue.message }];
  }
}

const TYPES: { readonly [type: string]: string } = {
  object: 'a mapping (keys with values, indented below)',
  array: 'a list ("- …" lines, or [a, b])',
};

function explainCustom(path: Path, message: string, params: Record<string, unknown>): Problem {
  const { code, hint, at, known } = params;
  return {
    path,
    at: at === 'key' ? 'key' : 'value',
    code: String(code),
    message,
    ...(typeof hint === 'string' && { hint }),
    ...(Array.isArray(known) && suggestKey(path, known.map(String))),
  };
}

function suggestKey(path: Path, known: readonly string[]): Pick<Problem, 'hint' | 'meant'> {
  const key = String(path.at(-1));
  const meant = nearest(key, known);
  return {
    hint: suggest(key, known, 'Known keys'),
    ...(meant !== undefined && { meant: [...path.slice(0, -1), meant] }),
  };
}

/** Own keys only: a path may hold any word that somebody typed. */
function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) {
      return undefined;
    }
    value = Reflect.get(value, segment);
  }
  return value;
}
