import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyTree } from '../../../src/sandbox/postgres/copy-tree.ts';

describe('copyTree', () => {
  it('copies files and folders with their modes, and counts the bytes', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'from', 'base', '1'), { recursive: true });
    await chmod(join(folder, 'from', 'base'), 0o700);
    await writeFile(join(folder, 'from', 'base', '1', 'table'), 'rows');
    await writeFile(join(folder, 'from', 'control'), 'control');

    const bytes = await copyTree(join(folder, 'from'), join(folder, 'to'));

    expect(await readFile(join(folder, 'to', 'base', '1', 'table'), 'utf8')).toBe('rows');
    expect((await stat(join(folder, 'to', 'base'))).mode & 0o777).toBe(0o700);
    expect(bytes).toBe('rows'.length + 'control'.length);
  });

  it('leaves out what it is told to, and keeps the folder around it', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'from', 'pg_wal', 'archive_status'), { recursive: true });
    await writeFile(join(folder, 'from', 'pg_wal', '000000010000000000000001'), 'log');
    await writeFile(join(folder, 'from', 'postmaster.pid'), '1');

    const bytes = await copyTree(join(folder, 'from'), join(folder, 'to'), {
      leaveOut: (path) => path.startsWith('pg_wal/') || path === 'postmaster.pid',
    });

    expect(bytes).toBe(0);
    expect((await stat(join(folder, 'to', 'pg_wal'))).isDirectory()).toBe(true);
  });

  it('does not hide that the source is missing or the target full of trouble', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'from'));
    await writeFile(join(folder, 'from', 'table'), 'rows');
    await mkdir(join(folder, 'to', 'table'), { recursive: true });

    await expect(copyTree(join(folder, 'nowhere'), join(folder, 'new'))).rejects.toThrow('ENOENT');
    await expect(copyTree(join(folder, 'from'), join(folder, 'to'))).rejects.toThrow();
  });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kunren-copy-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
