import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { KunrenError } from '../../src/core/failure.ts';
import { parseEnvironments } from '../../src/drill-file/environments.ts';
import { formatIssues, issuesOf } from '../../src/drill-file/format-issues.ts';
import { changed, parse, VALID } from './support.ts';

type Tree = { [key: string]: Tree } | Tree[] | string | number | boolean | null;
type Step = string | number;

function pathsOf(tree: Tree, path: readonly Step[] = []): (readonly Step[])[] {
  if (typeof tree !== 'object' || tree === null) return [path];
  const entries: [Step, Tree][] = Array.isArray(tree)
    ? tree.map((value, index) => [index, value])
    : Object.entries(tree);
  return [path, ...entries.flatMap(([key, value]) => pathsOf(value, [...path, key]))];
}

/** A copy with the value at the path replaced; `undefined` takes its key away. */
function replaced(tree: Tree, path: readonly Step[], value: Tree | undefined): Tree | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    return tree.flatMap((item, index) => {
      const next = index === key ? replaced(item, rest, value) : item;
      return next === undefined ? [] : [next];
    });
  }
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, item]) => {
      const next = name === key ? replaced(item, rest, value) : item;
      return next === undefined ? [] : [[name, next]];
    }),
  );
}

/** Reads the text; whatever is wrong with it must be said in words, at a place that exists. */
function parsesOrExplains(text: string, read: (text: string) => unknown): void {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof KunrenError)) throw error;
    expect(error.failure.class).toBe('input');
    const issues = issuesOf(error);
    expect(issues.length).toBeGreaterThan(0);
    const lines = text.replace(/^\uFEFF/, '').split('\n');
    for (const issue of issues) {
      const line = lines[issue.line - 1];
      expect(line).toBeDefined();
      expect(issue.column).toBeGreaterThanOrEqual(1);
      expect(issue.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
      expect(issue.message).not.toMatch(/undefined|\[object|Invalid input/);
    }
    expect(formatIssues(issues)).not.toBe('');
  }
}

const SCHEDULE = `schedule:
  every: quarter
  on: first business day
  at: "10:00"
  zone: Asia/Tokyo
  calendar: JP
  closed: [12-29 to 01-03]
  blackout:
    - { dates: 12-20 to 01-05, reason: Freeze }
  remind: [7d]
`;
const TREE = parseYaml(VALID + SCHEDULE) as Tree;
const PATHS = pathsOf(TREE);
const anyPath = fc.constantFrom(...PATHS);
const anyValue = fc.oneof(
  fc.constantFrom<Tree>(null, true, false, 0, -1, 1.5, '', ' ', 'x', '4h', 'source', [], {}, [[]]),
  fc.constantFrom<Tree>(
    Number.POSITIVE_INFINITY,
    Number.NaN,
    [null],
    { a: null },
    '\u0000',
    '日本',
  ),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Tree>,
);

test('a drill without one of its keys is sound, or it is said what is missing', () => {
  for (const path of PATHS) {
    const without = replaced(TREE, path, undefined);
    parsesOrExplains(without === undefined ? '' : stringify(without), parse);
  }
});

test('a drill with another value anywhere is sound, or it is said what is wrong', () => {
  fc.assert(
    fc.property(anyPath, anyValue, (path, value) => {
      parsesOrExplains(stringify(replaced(TREE, path, value)), parse);
    }),
    { numRuns: 120 },
  );
});

test('a drill with another key anywhere is sound, or it is said what is wrong', () => {
  const anyKey = fc.oneof(fc.constantFrom('__proto__', 'sql', 'expect', 'as-of', ''), fc.string());
  fc.assert(
    fc.property(anyPath, anyKey, anyValue, (path, key, value) => {
      const mapping = replaced(TREE, path, { [key]: value });
      parsesOrExplains(stringify(mapping), parse);
    }),
    { numRuns: 100 },
  );
});

test('text that was cut, doubled or overwritten anywhere is sound, or it is said what is wrong', () => {
  const spot = fc.nat(VALID.length);
  const noise = fc.oneof(
    fc.constantFrom('\t', '"', "'", '[', '{', '&a ', '*a', '!t ', '- ', ': ', '\n', '\r', '#', '%'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  fc.assert(
    fc.property(spot, spot, noise, (from, to, inserted) => {
      parsesOrExplains(VALID.slice(0, from) + inserted + VALID.slice(to), parse);
    }),
    { numRuns: 120 },
  );
});

test('any text at all is sound as a list of environments, or it is said what is wrong', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        anyValue.map((value) => stringify({ a: value })),
      ),
      (text) => {
        parsesOrExplains(text, (yaml) => parseEnvironments(yaml, 'environments.yaml'));
      },
    ),
    { numRuns: 100 },
  );
});

test('every duration is read as the time that was written', () => {
  const amount = fc.nat(999);
  fc.assert(
    fc.property(amount, amount, amount, amount, (hours, minutes, seconds, ms) => {
      const written = `${hours}h${minutes}m${seconds}s${ms}ms`;
      const { drill } = parse(changed('rpo: 5m', `rpo: ${written}`));
      expect(drill.objectives.rpoMs).toBe(((hours * 60 + minutes) * 60 + seconds) * 1000 + ms);
    }),
    { numRuns: 30 },
  );
});

test('every moment is read as the time that was written', () => {
  const anyDate = fc.date({
    min: new Date('1970-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(anyDate, (date) => {
      const written = date.toISOString();
      const { drill } = parse(changed('  inject:', `  impact-at: ${written}\n  inject:`));
      expect(drill.scenario.impactAt).toBe(written);
    }),
    { numRuns: 30 },
  );
});
