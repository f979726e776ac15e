import { CHECK_KINDS, type CheckKind } from './check-form.ts';
import { nearest } from './did-you-mean.ts';
import { judgeExpect } from './expect-rules.ts';
import type { Path, Problem } from './issue.ts';
import { asMapping } from './show-value.ts';

type RawCheck = { readonly [key: string]: unknown };

/** Which checks compare a value, and so take `expect`. */
const COMPARING: ReadonlySet<CheckKind> = new Set(['row-count', 'checksum', 'sql']);
/** Which checks can be limited to rows that existed at the baseline. */
const LIMITED: ReadonlySet<CheckKind> = new Set(['row-count', 'checksum']);
/** Which checks say something about the recovered data as such. */
const PROVING: ReadonlySet<CheckKind> = new Set(['row-count', 'checksum', 'no-orphans', 'sql']);

/**
 * Rules about keys that must go together. They look at the data as it stands in the file,
 * so that they speak in the same breath as the rules for single values.
 */
export function judgeChecks(raw: unknown): Problem[] {
  const checks = asMapping(raw)?.['checks'];
  if (!Array.isArray(checks) || checks.length === 0) return [];
  const found = checks.flatMap((check: unknown, index) => {
    const mapping = asMapping(check);
    return mapping ? [{ check: mapping, path: ['checks', index] }] : [];
  });
  return [
    ...found.flatMap(({ check, path }) => judgeCheck(check, path)),
    ...judgeIds(found),
    ...judgeWriteProbes(found),
    ...judgeProof(found),
  ];
}

type Found = readonly { readonly check: RawCheck; readonly path: Path }[];

function kindsOf(check: RawCheck): CheckKind[] {
  return CHECK_KINDS.filter((kind) => Object.hasOwn(check, kind));
}

function judgeCheck(check: RawCheck, path: Path): Problem[] {
  const [kind, second] = kindsOf(check);
  if (kind === undefined) return isMisspelt(check) ? [] : [noKind(path)];
  if (second !== undefined) {
    return [
      {
        path: [...path, second],
        at: 'key',
        code: 'CHECK_KIND_AMBIGUOUS',
        message: `stands beside ${kind}; a check looks at one thing.`,
        hint: 'Make two checks of it, each with an id of its own.',
      },
    ];
  }
  return [
    ...judgeMisplaced(check, path, kind),
    ...(COMPARING.has(kind) ? judgeExpect(check, path, kind) : []),
  ];
}

/** The unknown key is reported by itself, with the word that was meant. */
function isMisspelt(check: RawCheck): boolean {
  return Object.keys(check).some((key) => nearest(key, CHECK_KINDS) !== undefined);
}

function noKind(path: Path): Problem {
  return {
    path,
    code: 'CHECK_KIND_MISSING',
    message: 'does not say what it looks at.',
    hint: `Add one of: ${CHECK_KINDS.join(', ')}.`,
  };
}

function judgeMisplaced(check: RawCheck, path: Path, kind: CheckKind): Problem[] {
  const useless = [
    ...('expect' in check && !COMPARING.has(kind) ? ['expect'] : []),
    ...('as-of' in check && !LIMITED.has(kind) ? ['as-of'] : []),
  ];
  return useless.map((key) => ({
    path: [...path, key],
    at: 'key',
    code: 'KEY_MISPLACED',
    message: `means nothing for a ${kind} check.`,
    hint: kind === 'sql' ? 'Remove it, and put the limit into the query.' : 'Remove it.',
  }));
}

function judgeIds(found: Found): Problem[] {
  const seen = new Set<unknown>();
  return found.flatMap(({ check: { id }, path }): Problem[] => {
    if (typeof id !== 'string') return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        path: [...path, 'id'],
        code: 'CHECK_ID_DUPLICATE',
        message: `Another check above has the id "${id}"; their results could not be told apart.`,
        hint: 'Give each check an id of its own.',
      },
    ];
  });
}

function judgeWriteProbes(found: Found): Problem[] {
  return found
    .filter(({ check }) => kindsOf(check).includes('write-probe'))
    .slice(1)
    .map(({ path }) => ({
      path: [...path, 'write-probe'],
      at: 'key',
      code: 'WRITE_PROBE_DUPLICATE',
      message: 'is the second one; one proves that the database takes writes.',
      hint: 'Remove this check.',
    }));
}

function judgeProof(found: Found): Problem[] {
  const kinds = found.flatMap(({ check }) => kindsOf(check));
  const misspelt = found.some(({ check }) => kindsOf(check).length === 0);
  if (misspelt || kinds.some((kind) => PROVING.has(kind))) return [];
  return [
    {
      path: ['checks'],
      at: 'key',
      code: 'DATA_CHECK_MISSING',
      message:
        'has no check of the recovered data itself; a time and a write do not show that the rows are right.',
      hint: `Add one of: ${[...PROVING].join(', ')}.`,
    },
  ];
}
