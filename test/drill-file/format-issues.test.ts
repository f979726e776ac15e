import { expect, test } from 'vitest';
import { KunrenError } from '../../src/core/failure.ts';
import { formatIssues, issuesOf } from '../../src/drill-file/format-issues.ts';
import { locateParameters } from '../../src/drill-file/parameter-errors.ts';
import { changed, errorOf, issuesIn, parse, VALID } from './support.ts';

test('an issue shows its place, its words, its line and the way out', () => {
  expect(formatIssues(issuesIn(changed('rto: 4h', 'rto: 30')))).toBe(
    [
      'drills/restore.yaml:10:8  objectives.rto: 30 has no unit.',
      '  10 |   rto: 30',
      '     |        ^^',
      '  → Write 30s, 30m or 30h.',
    ].join('\n'),
  );
});

test('issues stand apart', () => {
  const text = formatIssues(issuesIn(changed('rto: 4h', 'rto: 30').replace('5m', '5')));
  expect(text.split('\n\n')).toHaveLength(2);
});

test('a value from the command line is shown as typed, without a line of the file', () => {
  expect(formatIssues(issuesIn(VALID, ['objectives.rto=30']))).toBe(
    ['--set objectives.rto=30  objectives.rto: 30 has no unit.', '  → Write 30s, 30m or 30h.'].join(
      '\n',
    ),
  );
});

test('the mark stands under its word, also after Japanese text', () => {
  const frame = formatIssues(issuesIn('scenario: { description: 誤操作, kind: fire }\n'));
  // Three letters that take two cells each come before the mark.
  expect(frame).toContain(
    `1 | scenario: { description: 誤操作, kind: fire }\n    | ${' '.repeat(39)}^^^^`,
  );
});

test('a long line is cut around the place', () => {
  const long = `checks: [{ id: ${'a'.repeat(300)}, kind: x }]`;
  for (const line of formatIssues(issuesIn(`${long}\n`)).split('\n')) {
    if (line.includes(' | ')) expect(line.length).toBeLessThan(110);
  }
});

test('nothing that could steer a terminal is shown', () => {
  const text = formatIssues(issuesIn(changed('rto: 4h', 'rto: "4\u001b[31m" # \u202e\u0085')));
  for (const sign of ['\u001b', '\u202e', '\u0085']) expect(text).not.toContain(sign);
});

test('an error without issues has none', () => {
  expect(issuesOf(new KunrenError({ code: 'X', message: 'x' }))).toEqual([]);
});

test("what a runbook finds wrong with parameters gets its place in the drill's file", () => {
  const issues = [
    { path: ['target', 'subnetGroup'], message: 'is not there' },
    { path: ['target', 'securityGroups', '1'], message: 'is not a security group' },
    { path: ['instanceClass'], message: 'is missing' },
  ];
  const found = new KunrenError({
    code: 'PARAMETER_INVALID',
    message: 'x',
    class: 'input',
    details: { issues },
  });
  const located = errorOf(() => {
    throw locateParameters(parse(VALID), found);
  });
  expect(located.code).toBe('DRILL_INVALID');
  expect(issuesOf(located)).toMatchObject([
    { line: 12, column: 1, path: 'parameters.instance-class', message: 'is missing' },
    { line: 15, column: 19, path: 'parameters.target.subnet-group' },
    { line: 16, column: 29, path: 'parameters.target.security-groups[1]' },
  ]);
});

test('a complaint about parameters without places still points at them', () => {
  const found = new KunrenError({ code: 'PARAMETER_INVALID', message: 'no such method' });
  const located = locateParameters(parse(VALID), found);
  expect(located instanceof KunrenError && issuesOf(located)).toMatchObject([
    { line: 12, path: 'parameters', message: 'no such method' },
  ]);
});

test('any other error passes as it is', () => {
  const other = new Error('x');
  expect(locateParameters(parse(VALID), other)).toBe(other);
});
