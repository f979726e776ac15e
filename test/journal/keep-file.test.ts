import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileInRun, plainFileName } from '../../src/core/file-in-run.ts';
import { keepFile } from '../../src/journal/keep-file.ts';
import { tempFolder } from './support.ts';

const attached = (content: string, name = 'screen.txt') => ({
  name,
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: Buffer.byteLength(content),
});

describe('a file that is kept', () => {
  it('lies beside the journal under its hash, and may be given twice', () => {
    const folder = tempFolder();
    const file = attached('what was seen');
    keepFile(folder, file, Buffer.from('what was seen'));
    keepFile(folder, file, Buffer.from('what was seen'));
    keepFile(folder, attached('something else'), Buffer.from('something else'));
    expect(readdirSync(join(folder, 'files'))).toHaveLength(2);
    expect(readFileSync(join(folder, fileInRun(file)), 'utf8')).toBe('what was seen');
  });

  it('is what the record will say of it, or is not kept at all', () => {
    const folder = tempFolder();
    for (const content of ['what was sein', 'what was', '']) {
      expect(() => keepFile(folder, attached('what was seen'), Buffer.from(content))).toThrow(
        expect.objectContaining({ failure: expect.objectContaining({ code: 'FILE_NOT_WHOLE' }) }),
      );
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has a name that fits and stays in its folder, whatever it was called', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'files'));
    const names = ['../../up', '', '..', 'a\u0000b', '訓'.repeat(300), `x${'🛟'.repeat(60)}.png`];
    for (const name of names.map(plainFileName)) {
      expect(plainFileName(name)).toBe(name);
      keepFile(folder, attached(name, name), Buffer.from(name));
    }
    expect(readdirSync(join(folder, 'files'))).toHaveLength(names.length);
    expect(readdirSync(folder)).toEqual(['files']);
  });

  it('is named as people write it, also where a disk takes its letters apart', () => {
    for (const name of ['ダイヤログ.png', 'Übergabe é.txt']) {
      expect(plainFileName(name.normalize('NFD'))).toBe(name.normalize('NFC'));
    }
  });
});
