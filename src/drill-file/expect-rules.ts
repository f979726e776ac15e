import type { CheckKind } from './check-form.ts';
import type { Path, Problem } from './issue.ts';
import { asMapping, showValue } from './show-value.ts';

type Raw = { readonly [key: string]: unknown };

/** What a check that compares must be compared with. */
export function judgeExpect(check: Raw, path: Path, kind: CheckKind): Problem[] {
  const expect = check['expect'];
  const here = [...path, 'expect'];
  if (expect === undefined) {
    const hint = `Add ${kind === 'sql' ? 'e.g. expect: { equals: 0 }' : 'expect: source'}.`;
    return [
      {
        path: here,
        code: 'EXPECT_MISSING',
        message: 'is missing; there is nothing to compare with.',
        hint,
      },
    ];
  }
  if (expect === 'source') return judgeSource(check, path, kind);
  const bounds = asMapping(expect);
  return bounds ? judgeBounds(bounds, here, kind) : [];
}

function judgeSource(check: Raw, path: Path, kind: CheckKind): Problem[] {
  if (kind === 'sql') {
    return [
      {
        path: [...path, 'expect'],
        code: 'EXPECT_INVALID',
        message: 'A query is not run on the source, so there is nothing to compare with.',
        hint: 'Write what the query must give, e.g. expect: { equals: 0 }.',
      },
    ];
  }
  if (check['as-of'] !== undefined) return [];
  return [
    {
      path: [...path, 'expect'],
      code: 'AS_OF_MISSING',
      message: 'The source goes on changing; without as-of it would be compared at another moment.',
      hint: 'Add as-of: with a column that tells when a row came to be and never changes.',
    },
  ];
}

function judgeBounds(bounds: Raw, path: Path, kind: CheckKind): Problem[] {
  const { equals, min, max } = bounds;
  if (kind === 'checksum' && (typeof equals !== 'string' || 'min' in bounds || 'max' in bounds)) {
    return [
      invalid(
        path,
        'A checksum is text and can only be equal.',
        'Write expect: { equals: "…" } or expect: source.',
      ),
    ];
  }
  if (Object.keys(bounds).length === 0) {
    return [
      invalid(
        path,
        'gives no bound, so anything would pass.',
        'Write { equals: 0 }, { min: 1 } or { max: 9 }.',
      ),
    ];
  }
  if (equals !== undefined && ('min' in bounds || 'max' in bounds)) {
    return [
      invalid(path, 'gives equals and a range at once.', 'Write either equals, or min and max.'),
    ];
  }
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    return [
      invalid(path, `min ${min} is more than max ${max}, so nothing can pass.`, 'Swap the two.'),
    ];
  }
  return kind === 'row-count' ? judgeCounts(bounds, path) : [];
}

function judgeCounts(bounds: Raw, path: Path): Problem[] {
  return Object.entries(bounds)
    .filter(([key, value]) => (typeof value === 'number' ? !isCount(value) : key === 'equals'))
    .map(([key, value]) =>
      invalid(
        [...path, key],
        `A number of rows is never ${showValue(value)}.`,
        'Write a whole number from 0.',
      ),
    );
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function invalid(path: Path, message: string, hint: string): Problem {
  return { path, code: 'EXPECT_INVALID', message, hint };
}
