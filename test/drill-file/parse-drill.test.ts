import { describe, expect, test } from 'vitest';
import { locate, parseDrill, warningsIn } from '../../src/drill-file/parse-drill.ts';
import { changed, parse, VALID } from './support.ts';

describe('a valid drill', () => {
  test('becomes the drill of the core, with units resolved and keys in camelCase', () => {
    expect(parse(VALID).drill).toEqual({
      name: 'restore',
      title: 'Restore orders-prod',
      runbook: 'restore-rds',
      scenario: {
        kind: 'accidental-data-loss',
        description: 'A bad DELETE removes the newest orders.',
        inject: 'DELETE FROM orders',
        detect: 'SELECT count(*) FROM orders WHERE id IS NULL',
      },
      objectives: { rtoMs: 14_400_000, rpoMs: 300_000 },
      parameters: {
        source: 'orders-prod',
        target: { subnetGroup: 'drill-isolated', securityGroups: ['sg-1', 'sg-2'] },
      },
      database: { engine: 'postgres', name: 'orders', user: 'drill_readonly' },
      checks: [
        { kind: 'row-count', id: 'orders', table: 'orders', asOf: 'placed_at', expect: 'source' },
        {
          kind: 'checksum',
          id: 'lines',
          table: 'order_lines',
          columns: ['id', 'sku'],
          asOf: 'created_at',
          expect: 'source',
        },
        {
          kind: 'no-orphans',
          id: 'orphans',
          table: 'order_lines',
          column: 'order_id',
          references: 'orders.id',
        },
        {
          kind: 'sql',
          id: 'totals',
          sql: 'SELECT count(*) FROM orders WHERE total_cents < 0',
          expect: { equals: 0 },
        },
        { kind: 'newest', id: 'newest', table: 'heartbeat', column: 'at', everyMs: 1000 },
        { kind: 'write-probe', id: 'write' },
      ],
      report: { lang: 'en', zone: 'UTC', redact: false },
    });
  });

  test('takes its name from its file, wherever that is', () => {
    expect(parseDrill(VALID, { file: '/a/b/quarterly-restore.yaml' }).name).toBe(
      'quarterly-restore',
    );
  });

  test('runs in the sandbox when it names no environment', () => {
    expect(parse(changed('environment: sandbox\n', '')).environment).toBe('sandbox');
    expect(parse(changed('sandbox', 'staging')).environment).toBe('staging');
  });

  test('may leave out the parameters', () => {
    expect(parse(VALID.replace(/parameters:\n( .*\n)+/, '')).drill.parameters).toEqual({});
  });

  test('keeps a moment in UTC', () => {
    const text = changed('  inject:', '  impact-at: 2026-11-24T10:00:00+09:00\n  inject:');
    expect(parse(text).drill.scenario.impactAt).toBe('2026-11-24T01:00:00.000Z');
  });

  test('reads the same with a mark of byte order and with Windows line ends', () => {
    const windows = `\uFEFF${VALID.replaceAll('\n', '\r\n')}`;
    expect(parse(windows).drill).toEqual(parse(VALID).drill);
  });

  test('may hold Japanese text and names', () => {
    const text = changed('A bad DELETE removes the newest orders.', '誤った DELETE 文')
      .replace('row-count: orders', 'row-count: 注文')
      .replace('title: Restore orders-prod', 'title: 注文データベースの復元訓練');
    expect(parse(text).drill.checks[0]).toMatchObject({ table: '注文' });
  });
});

describe('warnings', () => {
  const codes = (text: string) => parse(text).warnings.map(({ code, line }) => `${code}:${line}`);

  test('a sound drill has none', () => {
    expect(codes(VALID)).toEqual([]);
  });

  test('without a newest check, that the RPO will be unproven', () => {
    const text = VALID.replace(/ {2}- id: newest\n.*\n/, '');
    expect(codes(text)).toEqual(['NEWEST_CHECK_MISSING:20']);
    expect(parse(text).warnings[0]?.message).toContain('unproven');
  });

  test('a heartbeat slower than the RPO', () => {
    expect(codes(changed('every: 1s', 'every: 6m'))).toEqual(['NEWEST_TOO_COARSE:35']);
  });

  test('without a write-probe, that only reads were tried', () => {
    expect(codes(VALID.replace(/ {2}- id: write\n.*\n/, ''))).toEqual(['WRITE_PROBE_MISSING:20']);
  });

  test('an RTO of exactly 24 hours', () => {
    expect(codes(changed('rto: 4h', 'rto: 24h'))).toEqual(['RTO_AT_LIMIT:10']);
  });

  test('damage that nothing detects', () => {
    expect(codes(VALID.replace(/ {2}detect.*\n/, ''))).toEqual(['DETECTION_MISSING:7']);
  });

  const aws = { name: 'staging', kind: 'aws', region: 'eu-west-1', accountId: '1' } as const;
  const sandbox = { ...aws, name: 'sandbox', kind: 'sandbox' } as const;

  test('SQL for the sandbox in a drill that runs on AWS', () => {
    expect(warningsIn(parse(VALID), sandbox)).toEqual([]);
    expect(warningsIn(parse(VALID), aws)).toMatchObject([
      { code: 'SANDBOX_ONLY', line: 7, path: 'scenario.inject' },
      { code: 'SANDBOX_ONLY', line: 8, path: 'scenario.detect' },
    ]);
  });

  test('a declared impact in a drill that causes it in the sandbox', () => {
    const drill = parse(changed('  inject:', '  impact-at: 2026-11-24T01:00:00Z\n  inject:'));
    expect(warningsIn(drill, sandbox)).toMatchObject([{ code: 'IMPACT_INJECTED', line: 7 }]);
  });
});

describe('locate', () => {
  const drill = parse(VALID);

  test('finds a value by the keys of the file and by those of the drill', () => {
    const place = { line: 15, column: 19, length: 14 };
    expect(locate(drill, ['parameters', 'target', 'subnet-group'])).toEqual(place);
    expect(locate(drill, ['parameters', 'target', 'subnetGroup'])).toEqual(place);
  });

  test('finds an item of a list', () => {
    const place = { line: 16, column: 29, length: 4 };
    expect(locate(drill, ['parameters', 'target', 'securityGroups', 1])).toEqual(place);
    expect(locate(drill, ['parameters', 'target', 'securityGroups', '1'])).toEqual(place);
  });

  test('points at the key of a mapping', () => {
    expect(locate(drill, ['parameters', 'target'])).toEqual({ line: 14, column: 3, length: 6 });
  });

  test('of what is not there, points at what it should be in', () => {
    expect(locate(drill, ['parameters', 'target', 'multiAz'])).toMatchObject({ line: 14 });
    expect(locate(drill, ['checks', 1, 'nothing'])).toMatchObject({ line: 25, column: 5 });
    expect(locate(drill, ['nothing'])).toMatchObject({ line: 1, column: 1 });
  });
});
