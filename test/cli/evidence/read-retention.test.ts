import { expect, it } from 'vitest';
import { readDestination } from '../../../src/cli/evidence/keep-evidence.ts';
import { readRetention } from '../../../src/cli/evidence/read-retention.ts';

const NOW = Date.parse('2026-11-30T10:00:00.000Z');

it('reads how long something is kept, the last day included', () => {
  expect(readRetention({ retain: '365d' }, NOW)).toEqual({
    mode: 'governance',
    until: '2027-11-30T10:00:00.000Z',
  });
  expect(readRetention({ retainUntil: '2027-01-31', mode: 'compliance' }, NOW)).toEqual({
    mode: 'compliance',
    until: '2027-02-01T00:00:00.000Z',
  });
  expect(readRetention({}, NOW)).toBeUndefined();
});

it.each([
  [{ retain: '1d', retainUntil: '2027-01-31' }, 'RETENTION_INVALID'],
  [{ retain: 'a year' }, 'RETENTION_INVALID'],
  [{ retain: '0d' }, 'RETENTION_INVALID'],
  [{ retainUntil: '2026-11-29' }, 'RETENTION_INVALID'],
  [{ retainUntil: '2027-02-31' }, 'DATE_INVALID'],
  [{ mode: 'compliance' }, 'RETENTION_INVALID'],
] as const)('refuses %j', (options, code) => {
  expect(() => readRetention(options, NOW)).toThrow(expect.objectContaining({ code }));
});

it('reads a bucket and what stands before the name', () => {
  expect(readDestination('s3://team-evidence/drills/2026/')).toEqual({
    bucket: 'team-evidence',
    prefix: 'drills/2026',
  });
  expect(readDestination('s3://team-evidence')).toEqual({ bucket: 'team-evidence', prefix: '' });
  for (const text of ['team-evidence', 's3://', 's3://Team', 'https://x.s3.amazonaws.com/a']) {
    expect(() => readDestination(text)).toThrow(
      expect.objectContaining({ code: 'DESTINATION_INVALID' }),
    );
  }
});
