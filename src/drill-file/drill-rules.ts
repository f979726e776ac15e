import { CHECK_KINDS } from './check-form.ts';
import { nearest } from './did-you-mean.ts';
import type { Path, Problem } from './issue.ts';
import { SLUG } from './plain-fields.ts';
import { asMapping, showValue } from './show-value.ts';

type Kind = (typeof CHECK_KINDS)[number];
type RawCheck = { readonly [key: string]: unknown };

/** Which checks compare a value, and so take `expect`. */
const COMPARING: ReadonlySet<Kind> = new Set(['row-count', 'checksum', 'sql']);
/** Which checks can be limited to rows that existed at the baseline. */
const LIMITED: ReadonlySet<Kind> = new Set(['row-count', 'checksum']);
/** Which checks say something about the recovered data as such. */
const PROVING: ReadonlySet<Kind> = new Set(['row-count', 'checksum', 'no-orphans', 'sql']);

const LONGEST_NAME = 32;

/** The file's name is the drill's name, and part of the name of every resource that a run makes. */
export function judgeFileName(fileName: string): Problem[] {
  if (!fileName.endsWith('.yaml')) {
    return [misnamed(`The file ${fileName} does not end in .yaml, as the file of a drill must.`)];
  }
  const name = fileName.slice(0, -'.yaml'.length);
  if (name.length > LONGEST_NAME) {
    return [
      misnamed(`The name "${name}" has ${name.length} characters; AWS limits names made from it.`),
    ];
  }
  if (SLUG.test(name)) return [];
  return [misnamed(`"${name}" cannot name a drill: AWS resources get names made from it.`)];
}

function misnamed(message: string): Problem {
  const hint =
    `Rename the file: at most ${LONGEST_NAME} characters of a-z, 0-9 and single hyphens, ` +
    'starting with a letter, and .yaml.';
  return { path: [], code: 'NAME_INVALID', message, hint };
}

/**
 * Rules about keys that must go together. They look at the data as it stands in the file,
 * so that they speak in the same breath as the rules for single values.
 */
export function judgeChecks(raw: unknown): Problem[] {
  const checks = asMapping(raw)?.['checks'];
  if (!Array.isArray(checks)) return [];
  if (checks.length === 0) return [noChecks()];
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

export function kindsOf(check: RawCheck): Kind[] {
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

function noChecks(): Problem {
  return {
    path: ['checks'],
    at: 'key',
    code: 'CHECKS_MISSING',
    message: 'lists no check; without one nothing shows that the recovered data is right.',
    hint: 'Add at least a row-count with expect: source, and a newest check for the RPO.',
  };
}

function noKind(path: Path): Problem {
  return {
    path,
    code: 'CHECK_KIND_MISSING',
    message: 'does not say what it looks at.',
    hint: `Add one of: ${CHECK_KINDS.join(', ')}.`,
  };
}

function judgeMisplaced(check: RawCheck, path: Path, kind: Kind): Problem[] {
  const useless = [
    ...('expect' in check && !COMPARING.has(kind) ? ['expect'] : []),
    ...('as-of' in check && !LIMITED.has(kind) ? ['as-of'] : []),
  ];
  return useless.map((key) => ({
    path: [...path, key],
    at: 'key',
    code: 'KEY_MISPLACED',
    message: `means nothing for a ${kind} check.`,
    hint: kind === 'sql' ? 'Put the limit into the query.' : 'Remove it.',
  }));
}

function judgeExpect(check: RawCheck, path: Path, kind: Kind): Problem[] {
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

function judgeSource(check: RawCheck, path: Path, kind: Kind): Problem[] {
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

function judgeBounds(bounds: RawCheck, path: Path, kind: Kind): Problem[] {
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

function judgeCounts(bounds: RawCheck, path: Path): Problem[] {
  return Object.entries(bounds)
    .filter(
      ([, value]) => typeof value === 'string' || (typeof value === 'number' && !isCount(value)),
    )
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
