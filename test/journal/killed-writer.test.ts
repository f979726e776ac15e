import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../src/journal/open-journal.ts';
import { verifyJournal } from '../../src/journal/read-journal.ts';
import { isRunLocked } from '../../src/journal/run-lock.ts';
import { startChild } from './child.ts';
import { note } from './journal-parts.ts';
import { eventually, optionsFor, tempFolder } from './support.ts';

const locked = (pid: number, host: string) =>
  expect.objectContaining({
    code: 'RUN_LOCKED',
    message: expect.stringContaining(`process ${pid} on ${host}`) as string,
    failure: expect.objectContaining({
      details: expect.objectContaining({ pid, host }) as object,
    }) as object,
  }) as Error;

describe('a writer that is killed', () => {
  it('has on the disk all that it was told is durable', async () => {
    const folder = tempFolder();
    let acknowledged = 0;
    for (let death = 1; death <= 4; death += 1) {
      const child = await startChild(folder, 'loop');
      await eventually(() => child.lines().length > 3 * death);
      await child.kill();
      acknowledged = Number(child.lines().at(-1));
      const check = await verifyJournal(folder);
      expect(check.intact).toBe(true);
      expect(check.records).toBeGreaterThanOrEqual(acknowledged);
    }
    const journal = await openJournal(optionsFor(folder));
    expect(journal.records.length).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThan(30);
    await journal.close();
  });

  it('leaves no lock behind', async () => {
    const folder = tempFolder();
    const child = await startChild(folder, 'hold');
    await expect(openJournal(optionsFor(folder))).rejects.toEqual(locked(child.pid, 'child'));
    await child.kill();
    const journal = await openJournal(optionsFor(folder));
    journal.append(note('mine now'));
    // The name of the dead holder is still there until now; it must not be given out for the living one.
    await expect(openJournal(optionsFor(folder))).rejects.toEqual(locked(process.pid, 'test-host'));
    await journal.close();
  });
});

describe('the lock', () => {
  it('keeps a second process out until the first has closed', async () => {
    const folder = tempFolder();
    const journal = await openJournal(optionsFor(folder));
    const refused = await startChild(folder, 'once');
    await refused.ended();
    expect(refused.lines()[0]).toBe('RUN_LOCKED');
    await journal.close();
    const next = await startChild(folder, 'once');
    await next.ended();
    expect(next.lines()).toEqual(['open', '3']);
  });

  it('can be asked for without being taken', async () => {
    const folder = tempFolder();
    expect(await isRunLocked(folder)).toBe(false);
    const journal = await openJournal(optionsFor(folder));
    expect(await isRunLocked(folder)).toBe(true);
    expect(await isRunLocked(folder)).toBe(true);
    await expect(openJournal(optionsFor(folder))).rejects.toEqual(locked(process.pid, 'test-host'));
    await journal.close();
    expect(await isRunLocked(folder)).toBe(false);
    const child = await startChild(folder, 'hold');
    expect(await isRunLocked(folder)).toBe(true);
    await child.kill();
    expect(await isRunLocked(folder)).toBe(false);
  });

  it('keeps a second opener in the same process out', async () => {
    const folder = tempFolder();
    const journal = await openJournal(optionsFor(folder));
    for (let n = 0; n < 2; n += 1) {
      await expect(openJournal(optionsFor(folder))).rejects.toEqual(
        locked(process.pid, 'test-host'),
      );
    }
    await journal.close();
    await (await openJournal(optionsFor(folder))).close();
  });

  it('tells who holds it from a side file that is gone when nobody does', async () => {
    const folder = tempFolder();
    const journal = await openJournal(optionsFor(folder));
    const side = join(folder, 'journal.lock.json');
    expect(JSON.parse(readFileSync(side, 'utf8'))).toMatchObject({ pid: process.pid });
    await journal.close();
    expect(() => readFileSync(side)).toThrow('ENOENT');
  });
});
