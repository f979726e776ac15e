import { describe, expect, test } from 'vitest';
import { issuesOf } from '../../src/drill-file/format-issues.ts';
import { formatPlace } from '../../src/drill-file/invalid-file.ts';
import { parseDrill } from '../../src/drill-file/parse-drill.ts';
import { changed, errorOf, issuesIn, parse, VALID } from './support.ts';

interface Mistake {
  readonly from: string;
  readonly to: string;
  /** `line:column CODE path`, one for each issue. */
  readonly found: readonly string[];
  /** Words that the first issue says, in its message or hint. */
  readonly says?: string;
}

const MISTAKES: { readonly [what: string]: Mistake } = {
  'a misspelt key at the top, and not that it is missing': {
    from: 'runbook:',
    to: 'runbok:',
    found: ['2:1 KEY_UNKNOWN runbok'],
    says: 'Did you mean "runbook"?',
  },
  'a key in another case': {
    from: 'row-count',
    to: 'rowCount',
    found: ['22:5 KEY_UNKNOWN checks[0].rowCount'],
    says: 'Did you mean "row-count"?',
  },
  'a key that resembles none': {
    from: 'title:',
    to: 'xyzzy: 1\ntitle:',
    found: ['1:1 KEY_UNKNOWN xyzzy'],
    says: 'Known keys: title, runbook',
  },
  'a missing key': {
    from: '  user: drill_readonly\n',
    to: '',
    found: ['17:1 KEY_MISSING database.user'],
    says: 'User that reads the data',
  },
  'a missing key of an item': {
    from: '  - id: orphans\n    no-orphans',
    to: '  - no-orphans',
    found: ['29:5 KEY_MISSING checks[2].id'],
  },
  'a key with nothing after it': {
    from: 'title: Restore orders-prod',
    to: 'title:',
    found: ['1:1 VALUE_MISSING title'],
    says: 'nothing after the colon',
  },
  'empty text': {
    from: 'title: Restore orders-prod',
    to: 'title: " "',
    found: ['1:8 VALUE_MISSING title'],
  },
  'a number in the place of text': {
    from: 'name: orders',
    to: 'name: 2026',
    found: ['18:9 VALUE_TYPE database.name'],
    says: 'Put it in quotes: "2026".',
  },
  'a list in the place of a mapping': {
    from: 'objectives:\n  rto: 4h\n  rpo: 5m',
    to: 'objectives: [4h, 5m]',
    found: ['9:1 VALUE_TYPE objectives'],
    says: 'must be a mapping',
  },
  'a mapping in the place of a list': {
    from: 'columns: [id, sku]',
    to: 'columns: id',
    found: ['26:46 VALUE_TYPE checks[1].checksum.columns'],
    says: 'must be a list',
  },
  'a word that is not known': {
    from: 'kind: accidental-data-loss',
    to: 'kind: acidental-data-loss',
    found: ['5:9 VALUE_UNKNOWN scenario.kind'],
    says: 'Did you mean "accidental-data-loss"?',
  },
  'a duration without a unit': {
    from: 'rto: 4h',
    to: 'rto: 30',
    found: ['10:8 DURATION_WITHOUT_UNIT objectives.rto'],
    says: '30 has no unit. Write 30s, 30m or 30h.',
  },
  'a duration in words': {
    from: 'rpo: 5m',
    to: 'rpo: 1 hour and 5 minutes',
    found: ['11:8 DURATION_INVALID objectives.rpo'],
    says: 'Write 1h5m.',
  },
  'a duration in the form of ISO 8601': {
    from: 'rto: 4h',
    to: 'rto: PT4H30M',
    found: ['10:8 DURATION_INVALID objectives.rto'],
    says: 'Write 4h30m.',
  },
  'a negative duration': {
    from: 'rpo: 5m',
    to: 'rpo: -5m',
    found: ['11:8 DURATION_INVALID objectives.rpo'],
  },
  'an RTO over 24 hours': {
    from: 'rto: 4h',
    to: 'rto: 24h1s',
    found: ['10:8 RTO_TOO_LONG objectives.rto'],
    says: 'should never exceed 24 hours',
  },
  'an RTO of nothing': {
    from: 'rto: 4h',
    to: 'rto: 0s',
    found: ['10:8 OBJECTIVE_INVALID objectives.rto'],
  },
  'no RTO': { from: '  rto: 4h\n', to: '', found: ['9:1 RTO_MISSING objectives.rto'] },
  'a moment without an offset': {
    from: '  inject:',
    to: '  impact-at: 2026-11-24T10:00:00\n  inject:',
    found: ['7:14 INSTANT_INVALID scenario.impact-at'],
    says: '2026-11-24T10:00:00+09:00',
  },
  'a day that does not exist': {
    from: '  inject:',
    to: '  impact-at: 2026-02-30T10:00:00Z\n  inject:',
    found: ['7:14 INSTANT_INVALID scenario.impact-at'],
  },
  'a query that writes': {
    from: 'detect: SELECT count(*) FROM orders WHERE id IS NULL',
    to: 'detect: DELETE FROM orders',
    found: ['8:11 SQL_NOT_A_QUERY scenario.detect'],
  },
  'a table that is no name': {
    from: 'row-count: orders',
    to: 'row-count: orders; drop',
    found: ['22:16 VALUE_INVALID checks[0].row-count'],
    says: 'is not the name of a table',
  },
  'a reference without its column': {
    from: 'references: orders.id',
    to: 'references: orders',
    found: ['30:69 VALUE_INVALID checks[2].no-orphans.references'],
    says: 'orders.id',
  },
  'no checks': {
    from: VALID.slice(VALID.indexOf('checks:')),
    to: 'checks: []\n',
    found: ['20:1 LIST_EMPTY checks'],
    says: 'nothing shows that the recovered data is right',
  },
  'no check of the data': {
    from: VALID.slice(VALID.indexOf('  - id: orders'), VALID.indexOf('  - id: newest')),
    to: '',
    found: ['20:1 DATA_CHECK_MISSING checks'],
  },
  'a check that looks at nothing': {
    from: '    write-probe: true\n',
    to: '',
    found: ['36:5 CHECK_KIND_MISSING checks[5]'],
    says: 'row-count, checksum, no-orphans, sql, newest, write-probe',
  },
  'a check that looks at two things': {
    from: '    write-probe: true',
    to: '    write-probe: true\n    sql: SELECT 1',
    found: ['37:5 CHECK_KIND_AMBIGUOUS checks[5].write-probe'],
  },
  'an item that is not a check': {
    from: '  - id: write\n    write-probe: true',
    to: '  - write-probe',
    found: ['36:5 VALUE_TYPE checks[5]'],
  },
  'two checks of one id': {
    from: 'id: lines',
    to: 'id: orders',
    found: ['25:9 CHECK_ID_DUPLICATE checks[1].id'],
  },
  'an id with a space': {
    from: 'id: lines',
    to: 'id: Order lines',
    found: ['25:9 VALUE_INVALID checks[1].id'],
  },
  'two write-probes': {
    from: '  - id: newest',
    to: '  - id: again\n    write-probe: true\n  - id: newest',
    found: ['39:5 WRITE_PROBE_DUPLICATE checks[6].write-probe'],
  },
  'a write-probe that is off': {
    from: 'write-probe: true',
    to: 'write-probe: false',
    found: ['37:18 VALUE_INVALID checks[5].write-probe'],
    says: 'remove the whole check',
  },
  'a comparison with the source at no fixed moment': {
    from: '    as-of: placed_at\n',
    to: '',
    found: ['23:13 AS_OF_MISSING checks[0].expect'],
    says: 'The source goes on changing',
  },
  'a check that expects nothing': {
    from: '    expect: { equals: 0 }\n',
    to: '',
    found: ['31:5 EXPECT_MISSING checks[3].expect'],
  },
  'a misspelt expect, and not that it is missing': {
    from: 'expect: { equals: 0 }',
    to: 'expects: { equals: 0 }',
    found: ['33:5 KEY_UNKNOWN checks[3].expects'],
  },
  'a bare number as expectation': {
    from: 'expect: { equals: 0 }',
    to: 'expect: 0',
    found: ['33:13 EXPECT_INVALID checks[3].expect'],
    says: 'Write expect: { equals: 0 }.',
  },
  'a query compared with the source': {
    from: 'expect: { equals: 0 }',
    to: 'expect: source',
    found: ['33:13 EXPECT_INVALID checks[3].expect'],
  },
  'bounds that say nothing': {
    from: 'expect: { equals: 0 }',
    to: 'expect: {}',
    found: ['33:5 EXPECT_INVALID checks[3].expect'],
  },
  'bounds that nothing can keep': {
    from: 'expect: { equals: 0 }',
    to: 'expect: { min: 2, max: 1 }',
    found: ['33:5 EXPECT_INVALID checks[3].expect'],
  },
  'a bound that is no number': {
    from: 'expect: { equals: 0 }',
    to: 'expect: { min: few, mx: 3 }',
    found: ['33:20 VALUE_TYPE checks[3].expect.min', '33:25 KEY_UNKNOWN checks[3].expect.mx'],
  },
  'half a row': {
    from: '    as-of: placed_at\n    expect: source',
    to: '    expect: { min: 0.5 }',
    found: ['23:20 EXPECT_INVALID checks[0].expect.min'],
  },
  'a checksum with a range': {
    from: '    as-of: created_at\n    expect: source',
    to: '    expect: { min: 1 }',
    found: ['27:5 EXPECT_INVALID checks[1].expect'],
  },
  'expect where nothing is compared': {
    from: 'write-probe: true',
    to: 'write-probe: true\n    expect: source',
    found: ['38:5 KEY_MISPLACED checks[5].expect'],
  },
  'as-of for a query': {
    from: '    expect: { equals: 0 }',
    to: '    as-of: placed_at\n    expect: { equals: 0 }',
    found: ['33:5 KEY_MISPLACED checks[3].as-of'],
  },
  'a heartbeat of no period': {
    from: 'every: 1s',
    to: 'every: 0s',
    found: ['35:52 DURATION_INVALID checks[4].newest.every'],
  },
  'a parameter in camelCase': {
    from: 'subnet-group:',
    to: 'subnetGroup:',
    found: ['15:5 KEY_NOT_KEBAB parameters.target.subnetGroup'],
    says: 'Write subnet-group.',
  },
  'a parameter that no record can hold': {
    from: 'source: orders-prod',
    to: 'source: .inf',
    found: ['13:11 VALUE_INVALID parameters.source'],
  },
  'parameters that become one': {
    from: 'source: orders-prod',
    to: 'source1: a\n  source-1: b',
    found: ['14:3 KEY_DUPLICATE parameters.source-1'],
  },
};

describe('a drill is refused for', () => {
  test.each(Object.entries(MISTAKES))('%s', (_, { from, to, found, says = '' }) => {
    const issues = issuesIn(changed(from, to));
    expect(
      issues.map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`),
    ).toEqual(found);
    expect(`${issues[0]?.message} ${issues[0]?.hint}`).toContain(says);
  });
});

describe('all that is wrong is said at once', () => {
  const text = VALID.replace('rto: 4h', 'rto: 30')
    .replace('title:', 'titel:')
    .replace('id: lines', 'id: orders')
    .replace('expect: { equals: 0 }', 'expect: 0')
    .replace('kind: accidental-data-loss', 'kind: fire');

  test('in the order of the file', () => {
    expect(issuesIn(text).map(({ line }) => line)).toEqual([1, 5, 10, 25, 33]);
  });

  test('in one error for whoever reads only its message', () => {
    const { code, failure, message } = errorOf(() => parse(text));
    expect(code).toBe('DRILL_INVALID');
    expect(failure.class).toBe('input');
    expect(message).toBe(
      'drills/restore.yaml is not a valid drill. ' +
        'drills/restore.yaml:1:1: titel: is not a key that is known here. (and 4 more)',
    );
    expect(JSON.parse(JSON.stringify(failure.details))).toEqual(failure.details);
  });
});

describe('the name of a file', () => {
  const codes = (file: string) => issuesOf(errorOf(() => parseDrill(VALID, { file })));

  test.each([
    'Restore.yaml',
    'restore_rds.yaml',
    'restore--rds.yaml',
    '1-restore.yaml',
    'restore-.yaml',
    'restore rds.yaml',
    '復元.yaml',
    '.yaml',
    'restore.yml',
    `${'a'.repeat(33)}.yaml`,
  ])('%s gives no drill its name', (file) => {
    expect(codes(file)).toMatchObject([{ code: 'NAME_INVALID' }]);
  });

  test.each(['a.yaml', 'restore-rds-2.yaml', `${'a'.repeat(32)}.yaml`])('%s does', (file) => {
    expect(parseDrill(VALID, { file }).name).toBe(file.slice(0, -5));
  });

  test('is reported together with what stands in the file', () => {
    const issues = issuesOf(
      errorOf(() => parseDrill(changed('rto: 4h', 'rto: 4'), { file: 'A.yaml' })),
    );
    expect(issues.map(formatPlace)).toEqual(['A.yaml:1:1', 'A.yaml:10:8']);
  });
});
