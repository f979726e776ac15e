import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KunrenError } from '../../src/core/failure.ts';
import { listDrills } from '../../src/drill-file/list-drills.ts';
import { drillPath, readDrill } from '../../src/drill-file/read-drill.ts';
import { whyNot } from '../../src/drill-file/read-text.ts';
import { changed, errorOf, VALID } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kunren-drills-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array = VALID): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('readDrill', () => {
  test('reads a file', () => {
    const file = write('restore.yaml');
    expect(readDrill(file)).toMatchObject({ file, name: 'restore', environment: 'sandbox' });
  });

  test('reads text under a name', () => {
    expect(readDrill({ name: 'restore', text: VALID }).name).toBe('restore');
  });

  test('puts values over those of the file', () => {
    const { drill } = readDrill(write('restore.yaml'), { set: ['objectives.rto=2h'] });
    expect(drill.objectives.rtoMs).toBe(7_200_000);
  });

  test('of a file that is not there, says which there are and which was meant', () => {
    write('restore-rds.yaml');
    write('failover.yaml');
    write('environments.yaml');
    const error = errorOf(() => readDrill(join(folder, 'restore-rsd.yaml')));
    expect(error.code).toBe('DRILL_NOT_FOUND');
    expect(error.message).toContain('Did you mean "restore-rds"?');
    expect(error.message).toContain('failover, restore-rds.');
    expect(error.failure.details?.['drills']).toEqual(['failover', 'restore-rds']);
  });

  test('says when there are none, and when there is no folder', () => {
    const none = errorOf(() => readDrill(join(folder, 'a.yaml')));
    expect(none.message).toContain('holds no drills');
    const nowhere = errorOf(() => readDrill(join(folder, 'no', 'a.yaml')));
    expect(nowhere.message).toContain('There is no folder');
  });

  const unreadable = (file: string) => {
    const error = errorOf(() => readDrill(file));
    expect(error.code).toBe('DRILL_UNREADABLE');
    expect(error.failure.class).toBe('input');
    return error.message;
  };

  test('refuses a folder, a path through a file and a circle of links', () => {
    mkdirSync(join(folder, 'sub.yaml'));
    expect(unreadable(join(folder, 'sub.yaml'))).toContain('it is a folder');
    expect(unreadable(join(write('a.yaml'), 'b.yaml'))).toContain('is a file, not a folder');
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    expect(unreadable(join(folder, 'loop.yaml'))).toContain('circle');
  });

  test('says who may not read it', () => {
    expect(whyNot('EACCES', new Error('EACCES'))).toContain('not allowed to read it');
  });

  test('refuses what is not UTF-8, and says on which line', () => {
    const latin1 = Buffer.from(VALID.replace('A bad', 'Ein böses'), 'latin1');
    expect(unreadable(write('a.yaml', latin1))).toContain('line 6 holds bytes that are not UTF-8');
    const utf16 = Buffer.from(`\uFEFF${VALID}`, 'utf16le');
    expect(unreadable(write('b.yaml', utf16))).toContain('UTF-16');
    expect(unreadable(write('c.yaml', Buffer.from([1, 0, 2])))).toContain('zero bytes');
  });
});

describe('drillPath', () => {
  test('a name is a file of the folder, anything else a path', () => {
    expect(drillPath('restore-rds', 'drills')).toBe(join('drills', 'restore-rds.yaml'));
    expect(drillPath('other/restore.yaml', 'drills')).toBe('other/restore.yaml');
    expect(drillPath('./restore', 'drills')).toBe('./restore');
    expect(drillPath('restore.yaml', 'drills')).toBe('restore.yaml');
  });
});

describe('listDrills', () => {
  test('lists by name, with what is broken beside what is sound', () => {
    write('restore.yaml');
    write('restore-b.yaml', changed('rto: 4h', 'rto: 4'));
    write('a.yml');
    write('environments.yaml', 'sandbox: {}');
    write('notes.txt', 'x');
    write('.hidden.yaml', 'x');
    mkdirSync(join(folder, 'old.yaml'));
    const listed = listDrills(folder);
    expect(listed.map(({ name }) => name)).toEqual(['a', 'restore', 'restore-b']);
    expect(listed[1]).toEqual({
      name: 'restore',
      title: 'Restore orders-prod',
      runbook: 'restore-rds',
      environment: 'sandbox',
      objectives: { rtoMs: 14_400_000, rpoMs: 300_000 },
      file: join(folder, 'restore.yaml'),
    });
    for (const broken of [listed[0], listed[2]]) {
      expect(broken && 'error' in broken && broken.error).toBeInstanceOf(KunrenError);
    }
  });

  test('an empty folder has none, and a missing one is an error', () => {
    expect(listDrills(folder)).toEqual([]);
    expect(errorOf(() => listDrills(join(folder, 'no'))).code).toBe('DRILL_FOLDER_NOT_FOUND');
  });
});
