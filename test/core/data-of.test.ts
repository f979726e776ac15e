import { describe, expect, test } from 'vitest';
import { dataOf, refuseData } from '../../src/core/data-of.ts';
import { issuesOf } from '../../src/drill-file/format-issues.ts';
import { locateParameters } from '../../src/drill-file/parameter-errors.ts';
import { changed, errorOf, parse, VALID } from '../drill-file/support.ts';

/** What is wrong, as `line:column CODE path`, where a runbook makes its input of the drill. */
function found(text: string, input: typeof dataOf | typeof refuseData): string[] {
  const file = parse(text);
  const error = errorOf(() => {
    try {
      input(file.drill);
    } catch (error) {
      throw locateParameters(file, error);
    }
  });
  expect(error.code).toBe('DRILL_INVALID');
  return issuesOf(error).map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`);
}

const DATABASE = 'database:\n  name: orders\n  user: drill_readonly\n';
const CHECKS = VALID.slice(VALID.indexOf('checks:'));
const INJECT = VALID.slice(VALID.indexOf('  inject:'), VALID.indexOf('objectives:'));

const WITHOUT_DATA = VALID.replace(DATABASE, '')
  .replace(CHECKS, '')
  .replace(INJECT, '')
  .replace('  rpo: 5m\n', '');

describe('a runbook that recovers data', () => {
  test('takes its database, its checks and its RPO from the drill', () => {
    const { drill } = parse(VALID);
    expect(dataOf(drill)).toEqual({
      database: { engine: 'postgres', name: 'orders', user: 'drill_readonly' },
      checks: drill.checks,
      rpoMs: 300_000,
    });
  });

  test.each([
    ['an RPO', changed('  rpo: 5m\n', ''), '9:1 RPO_MISSING objectives.rpo'],
    ['a database', changed(DATABASE, ''), '1:1 DATABASE_MISSING database'],
    ['checks', changed(CHECKS, ''), '1:1 CHECKS_MISSING checks'],
  ])('asks for %s, with the place where it belongs', (_, text, issue) => {
    expect(found(text, dataOf)).toEqual([issue]);
  });

  test('asks for all that is missing at once', () => {
    expect(found(WITHOUT_DATA, dataOf)).toHaveLength(3);
  });

  test('refuses trouble of a root user, which it would not cause', () => {
    const text = changed('  inject:', '  root: lost-mfa\n  inject:');
    expect(found(text, dataOf)).toEqual(['7:3 SCENARIO_UNUSED scenario.root']);
  });
});

describe('a runbook that recovers no data', () => {
  test('takes a drill that says nothing of data', () => {
    expect(() => refuseData(parse(WITHOUT_DATA).drill)).not.toThrow();
  });

  test('refuses everything that would look as if it were judged, each at its key', () => {
    const text = changed('  inject:', '  outage: az ap-northeast-1a\n  inject:');
    expect(found(text, refuseData)).toEqual([
      '7:3 DATA_UNUSED scenario.outage',
      '8:3 DATA_UNUSED scenario.inject',
      '9:3 DATA_UNUSED scenario.detect',
      '12:3 DATA_UNUSED objectives.rpo',
      '18:1 DATA_UNUSED database',
      '21:1 DATA_UNUSED checks',
    ]);
  });
});
