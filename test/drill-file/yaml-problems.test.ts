import { describe, expect, test } from 'vitest';
import { changed, issuesIn, VALID } from './support.ts';

const BROKEN: { readonly [what: string]: readonly [text: string, place: string, says: string] } = {
  'a tab as indent': [
    'title: x\nscenario:\n\tkind: y\n',
    '3:1 YAML_SYNTAX',
    'Indent with two spaces',
  ],
  'a second colon on a line': ['title: Restore: orders\n', '1:8 YAML_SYNTAX', 'quotes'],
  'a quote that is never closed': ['title: "Restore\nrunbook: x\n', '1:8 YAML_SYNTAX', 'Close'],
  'a bracket that is never closed': ['a: [1, 2\nb: 3\n', '2:1 YAML_SYNTAX', 'every ['],
  'a value that starts with a backtick': ['title: `x`\n', '1:8 YAML_SYNTAX', 'start with "`"'],
  'a line without its colon': ['title\nrunbook: x\n', '1:1 YAML_SYNTAX', 'a colon is missing'],
  'an indent that fits nothing': ['a:\n  - b\n c: d\n', '3:1 YAML_SYNTAX', 'same column'],
  'a list that turns into a mapping': ['- a\nb: 1\n', '2:1 YAML_SYNTAX', 'do not mix'],
  'an unknown escape': ['title: "\\q"\n', '1:9 YAML_SYNTAX', 'single quotes'],
  'a second document': [`---\n${VALID}---\ntitle: x\n`, '39:1 YAML_SYNTAX', 'second document'],
  'an error at the very end': ['title: {a: 1\n\n\n', '1:13 YAML_SYNTAX', ''],
};

describe('what is not YAML', () => {
  test.each(Object.entries(BROKEN))('%s', (_, [text, place, says]) => {
    const [issue, ...more] = issuesIn(text);
    expect(`${issue?.line}:${issue?.column} ${issue?.code}`).toBe(place);
    expect(`${issue?.message} ${issue?.hint}`).toContain(says);
    expect(more).toEqual([]);
  });
});

describe('what is YAML and not a drill', () => {
  test.each(['', '\n\n', '# only a comment\n', '---\n', '\uFEFF', 'null\n'])(
    '%j is empty',
    (text) => {
      expect(issuesIn(text)).toMatchObject([{ code: 'FILE_EMPTY', line: 1, column: 1 }]);
    },
  );

  test.each(['just text\n', '- a\n- b\n', '42\n', '[]\n'])('%j is no mapping', (text) => {
    expect(issuesIn(text)).toMatchObject([{ code: 'VALUE_TYPE', line: 1, column: 1 }]);
  });

  const places = (text: string) =>
    issuesIn(text).map(({ line, column, code }) => `${line}:${column} ${code}`);

  test('a key that stands twice, at the second, beside what else is wrong', () => {
    const text = changed('  rpo: 5m\n', '  rpo: 5m\n  rto: 5h\n').replace('every: 1s', 'every: 1');
    expect(places(text)).toEqual(['12:3 KEY_DUPLICATE', '36:52 DURATION_WITHOUT_UNIT']);
  });

  test('anchors and aliases', () => {
    const text = changed('source: orders-prod', 'source: &name orders-prod').replace(
      'subnet-group: drill-isolated',
      'subnet-group: *name',
    );
    expect(places(text)).toEqual(['13:17 YAML_ANCHOR', '15:19 YAML_ALIAS']);
  });

  test('an alias without an anchor', () => {
    expect(places(changed('drill-isolated', '*nowhere'))).toEqual(['15:19 YAML_ALIAS']);
  });

  test('a tag', () => {
    expect(places(changed('title: ', 'title: !secret '))).toEqual(['1:8 YAML_SYNTAX']);
  });

  test.each(['12: x', 'true: x', '? [a]\n: x', ': x', '__proto__: {}'])(
    'a key that is no word: %j',
    (line) => {
      expect(places(`${line}\n${VALID}`)).toContainEqual(expect.stringContaining('KEY_NOT_TEXT'));
    },
  );

  test('a merge key is a key like any other, and not known', () => {
    expect(issuesIn(`<<: {}\n${VALID}`)).toMatchObject([{ code: 'KEY_UNKNOWN', path: '<<' }]);
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])('the key %s is not known', (key) => {
    expect(
      issuesIn(`${key}: {a: 1}
${VALID}`),
    ).toMatchObject([{ code: 'KEY_UNKNOWN', path: key }]);
  });
});
