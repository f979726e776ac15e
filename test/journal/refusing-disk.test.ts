import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import { JOURNAL_FILE, readJournal } from '../../src/journal/read-journal.ts';
import { startChild } from './child.ts';
import { note } from './journal-parts.ts';
import { optionsFor, tempFolder } from './support.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A disk of its own of 64 KiB; `undefined` where this user may not mount one. */
function tinyDisk(): string | undefined {
  const folder = tempFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', [folder]);
  });
  return folder;
}

describe('a full disk', () => {
  it('breaks the journal, and what was acknowledged is there', async ({ skip }) => {
    const disk = tinyDisk();
    if (disk === undefined) return skip('mounting a small disk needs root');
    const journal = await openJournal(optionsFor(disk));
    let acknowledged = 0;
    const fill = async () => {
      for (;;) {
        const { seq } = journal.append(note('x'.repeat(1500)));
        await journal.durable();
        acknowledged = seq;
      }
    };
    const broken = expect.objectContaining({
      code: 'JOURNAL_BROKEN',
      message: expect.stringContaining('ENOSPC') as string,
      failure: expect.objectContaining({
        details: expect.objectContaining({ cause: 'ENOSPC' }) as object,
      }) as object,
    }) as Error;
    await expect(fill()).rejects.toEqual(broken);
    expect(() => journal.append(note('more'))).toThrow(broken);
    await expect(journal.durable()).rejects.toEqual(broken);
    await journal.close();

    expect(acknowledged).toBeGreaterThan(10);
    const { size } = statSync(join(disk, JOURNAL_FILE));
    const { records, torn } = await readJournal(disk);
    expect(records.length).toBe(acknowledged);
    // The write that failed left its beginning behind; it counts for nothing.
    expect(torn).toBe(readFileSync(join(disk, JOURNAL_FILE)).at(size - 1) !== 0x0a);
  });
});

describe('a folder that may not be written', () => {
  it('is refused before anything happens', async () => {
    const folder = join(tempFolder(), 'run');
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    chmodSync(join(folder, '..'), 0o755);
    const child = await startChild(
      folder,
      'once',
      isRoot ? { uid: NOBODY, gid: NOBODY, cwd: '/' } : {},
    );
    await child.ended();
    expect(child.lines()[0]).toBe('JOURNAL_UNWRITABLE');
  });
});
