import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BaseBackup } from '../../../src/sandbox/postgres/base-backup.ts';
import { chooseBase } from '../../../src/sandbox/postgres/restore-bases.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');

describe('chooseBase', () => {
  it('takes the newest snapshot that is not newer than the target, or refuses', () => {
    const instants = fc.integer({ min: 0, max: 100 });
    const endings = fc.uniqueArray(instants, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(endings, instants, instants, (ends, target, latest) => {
        const bases = ends.sort((a, b) => a - b).map(backupOf);
        const choose = () => chooseBase(bases, 'source', at(target), at(latest)).endedAt;
        const possible = ends.filter((end) => end <= target);
        if (target > latest) expect(choose).toThrow('archived up to');
        else if (possible.length === 0) expect(choose).toThrow('oldest snapshot');
        else expect(choose()).toBe(at(Math.max(...possible)));
      }),
    );
  });

  it('refuses when nothing is archived yet', () => {
    expect(() => chooseBase([backupOf(0)], 'source', at(1), undefined)).toThrow('no instant yet');
  });
});

function at(second: number): string {
  return new Date(START + second * 1000).toISOString();
}

function backupOf(second: number): BaseBackup {
  return {
    folder: '/nowhere',
    source: 'source',
    incarnation: 'one',
    lastSegment: '000000010000000000000001',
    databaseTime: at(second),
    endedAt: at(second),
    sizeBytes: 1,
  };
}
