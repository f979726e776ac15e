import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOURNAL_FORMAT, type RecordBody } from '../../src/core/record.ts';
import { type OpenedJournal, openJournal } from '../../src/journal/open-journal.ts';
import { JOURNAL_FILE, readJournal, verifyJournal } from '../../src/journal/read-journal.ts';
import { note } from './journal-parts.ts';
import { anyContent, journalOf, optionsFor, tempFolder } from './support.ts';

async function write(folder: string, ...contents: readonly string[]): Promise<void> {
  const journal = await openJournal(optionsFor(folder));
  for (const content of contents) journal.append(note(content));
  await journal.close();
}

/** A folder whose journal has these bytes. */
function folderWith(bytes: Buffer | string): string {
  const folder = tempFolder();
  writeFileSync(join(folder, JOURNAL_FILE), bytes);
  return folder;
}

const bytesIn = (folder: string) => readFileSync(join(folder, JOURNAL_FILE));
const codeIs = (code: string) => expect.objectContaining({ code }) as Error;

function tornFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('journal.torn-'));
}

describe('opening a journal', () => {
  it('makes the folder and the file', async () => {
    const folder = join(tempFolder(), 'reports', 'run-1');
    const journal = await openJournal(optionsFor(folder));
    expect(journal.records).toEqual([]);
    await journal.close();
    expect(bytesIn(folder)).toHaveLength(0);
  });

  it('finds the earlier records and goes on after them', async () => {
    const folder = tempFolder();
    await write(folder, 'a', 'b');
    const journal = await openJournal(optionsFor(folder));
    expect(journal.records.map((record) => record.seq)).toEqual([1, 2]);
    expect(journal.repaired).toBeUndefined();
    const third = journal.append(note('c'));
    expect(third).toMatchObject({ seq: 3, prev: journal.records[1]?.hash });
    await journal.close();
    expect((await readJournal(folder)).records).toEqual([...journal.records, third]);
  });

  it('leaves the run folder as it was, but for the journal and the empty lock file', async () => {
    const folder = tempFolder();
    await write(folder, 'a');
    expect(readdirSync(folder).sort()).toEqual([JOURNAL_FILE, 'journal.lock'].sort());
  });

  it('never writes a new run into an existing journal', async () => {
    const folder = tempFolder();
    await write(folder, 'a');
    const before = bytesIn(folder);
    await expect(openJournal({ ...optionsFor(folder), expect: 'new' })).rejects.toEqual(
      codeIs('JOURNAL_EXISTS'),
    );
    expect(bytesIn(folder)).toEqual(before);
  });

  it('makes nothing where a journal was expected and is not there', async () => {
    const folder = join(tempFolder(), 'no-such-run');
    await expect(openJournal({ ...optionsFor(folder), expect: 'existing' })).rejects.toEqual(
      codeIs('JOURNAL_MISSING'),
    );
    expect(existsSync(folder)).toBe(false);
  });

  it('says that there is nothing to go on with in an empty one', async () => {
    const folder = folderWith('');
    await expect(openJournal({ ...optionsFor(folder), expect: 'existing' })).rejects.toEqual(
      codeIs('JOURNAL_EMPTY'),
    );
  });

  it('refuses a newer format, naming both', async () => {
    const folder = tempFolder();
    const newer = { format: JOURNAL_FORMAT + 1, process: { tool: 'kunren 9.0.0' } };
    const journal = await openJournal(optionsFor(folder));
    journal.append({ type: 'run.opened', data: newer } as unknown as RecordBody);
    await journal.close();
    const refused = expect.objectContaining({
      code: 'JOURNAL_NEWER',
      message: expect.stringMatching(/format 2, written by kunren 9\.0\.0; .* up to 1\./) as string,
    }) as Error;
    await expect(openJournal(optionsFor(folder))).rejects.toEqual(refused);
    await expect(readJournal(folder)).rejects.toEqual(refused);
    expect(await verifyJournal(folder)).toMatchObject({ intact: true, records: 1 });
  });

  it('refuses an edited journal, naming the line, and leaves it alone', async () => {
    const { bytes } = journalOf(['one', 'two', 'three']);
    const folder = folderWith(bytes.toString('utf8').replace('two', 'six'));
    const before = bytesIn(folder);
    const refused = expect.objectContaining({
      code: 'JOURNAL_TAMPERED',
      message: expect.stringContaining('Line 2 was changed') as string,
      failure: expect.objectContaining({
        class: 'safety',
        details: expect.objectContaining({ line: 2, reason: 'hash' }) as object,
      }) as object,
    }) as Error;
    await expect(openJournal(optionsFor(folder))).rejects.toEqual(refused);
    await expect(readJournal(folder)).rejects.toEqual(refused);
    expect(bytesIn(folder)).toEqual(before);
    expect(tornFiles(folder)).toEqual([]);
  });
});

describe('a torn tail', () => {
  it('is moved aside, wherever the journal was cut off, and only complete records stay', async () => {
    const cuts = fc
      .array(anyContent, { minLength: 1, maxLength: 4 })
      .map(journalOf)
      .chain((journal) => fc.tuple(fc.constant(journal), fc.nat({ max: journal.bytes.length })));
    const run = async ([{ bytes, lines, records }, cut]: [
      ReturnType<typeof journalOf>,
      number,
    ]): Promise<void> => {
      const folder = folderWith(bytes.subarray(0, cut));
      let end = 0;
      const complete = lines.filter((line) => {
        end += line.length;
        return end - 1 <= cut;
      });
      const journal = await openJournal(optionsFor(folder));
      expect(journal.records).toEqual(records.slice(0, complete.length));
      const kept = Buffer.concat(complete);
      const torn = bytes.subarray(kept.length, Math.max(kept.length, cut));
      expect(bytesIn(folder)).toEqual(kept);
      expect(journal.repaired?.bytes ?? 0).toBe(torn.length);
      if (journal.repaired) expect(readFileSync(journal.repaired.savedAs)).toEqual(torn);
      journal.append(note('after'));
      await journal.close();
      expect(await verifyJournal(folder)).toMatchObject({
        intact: true,
        records: complete.length + 1,
        tornBytes: 0,
      });
    };
    await fc.assert(fc.asyncProperty(cuts, run), { numRuns: 60 });
  });

  it('of zeros is moved aside too', async () => {
    const { bytes, records } = journalOf(['a', 'b']);
    const folder = folderWith(Buffer.concat([bytes, Buffer.alloc(5000)]));
    const journal = await openJournal(optionsFor(folder));
    expect(journal.records).toEqual(records);
    expect(journal.repaired).toEqual({
      bytes: 5000,
      savedAs: join(folder, 'journal.torn-1'),
    });
    await journal.close();
    expect(bytesIn(folder)).toEqual(bytes);
  });

  it('never overwrites an earlier one', async () => {
    const folder = tempFolder();
    await write(folder, 'a');
    for (const n of [1, 2, 3]) {
      appendFileSync(join(folder, JOURNAL_FILE), `{"seq":${n}`);
      const journal = await openJournal(optionsFor(folder));
      expect(journal.repaired?.savedAs).toBe(join(folder, `journal.torn-${n}`));
      await journal.close();
    }
    expect(tornFiles(folder)).toHaveLength(3);
  });

  it('does not disturb a reader', async () => {
    const folder = tempFolder();
    await write(folder, 'a');
    appendFileSync(join(folder, JOURNAL_FILE), '{"seq":2,');
    expect(await readJournal(folder)).toMatchObject({ torn: true, records: [{ seq: 1 }] });
    expect(await verifyJournal(folder)).toMatchObject({ intact: true, records: 1, tornBytes: 9 });
    expect(tornFiles(folder)).toEqual([]);
  });
});

describe('a journal that cannot be opened', () => {
  it('gives the lock back', async () => {
    const { bytes } = journalOf(['one', 'two']);
    const folder = folderWith(bytes.toString('utf8').replace('one', 'six'));
    await expect(openJournal(optionsFor(folder))).rejects.toEqual(codeIs('JOURNAL_TAMPERED'));
    writeFileSync(join(folder, JOURNAL_FILE), bytes);
    const journal = await openJournal(optionsFor(folder));
    expect(journal.records).toHaveLength(2);
    await journal.close();
  });

  it('is unwritable when a file stands where the folder should', async () => {
    const folder = join(folderWith(''), JOURNAL_FILE, 'run');
    await expect(openJournal(optionsFor(folder))).rejects.toEqual(codeIs('JOURNAL_UNWRITABLE'));
  });
});

describe('reading', () => {
  it('tells a missing journal from an empty one', async () => {
    await expect(readJournal(tempFolder())).rejects.toEqual(codeIs('JOURNAL_MISSING'));
    await expect(verifyJournal(tempFolder())).rejects.toEqual(codeIs('JOURNAL_MISSING'));
    await expect(readJournal(folderWith(''))).rejects.toEqual(codeIs('JOURNAL_EMPTY'));
    await expect(readJournal(folderWith('{"seq":1'))).rejects.toEqual(codeIs('JOURNAL_EMPTY'));
    expect(await verifyJournal(folderWith(''))).toEqual({
      intact: true,
      records: 0,
      head: '0'.repeat(64),
      tornBytes: 0,
    });
  });

  it('works at every moment of a writer that goes on', async () => {
    const folder = tempFolder();
    const journal = await openJournal(optionsFor(folder));
    journal.append(note('first'));
    await journal.durable();
    let writing = true;
    const writer = (async () => {
      for (let n = 0; n < 300; n += 1) {
        journal.append(note('x'.repeat(n * 20)));
        if (n % 3 === 0) await journal.durable();
      }
      await journal.close();
      writing = false;
    })();
    let seen = 0;
    while (writing) {
      const { records } = await readJournal(folder);
      expect(records.length).toBeGreaterThanOrEqual(seen);
      seen = records.length;
    }
    await writer;
    expect(await verifyJournal(folder)).toMatchObject({ intact: true, records: 301, tornBytes: 0 });
  });
});

describe('closing', () => {
  let journal: OpenedJournal;

  it('makes everything durable first, and may be asked twice', async () => {
    const folder = tempFolder();
    journal = await openJournal(optionsFor(folder));
    for (let n = 0; n < 50; n += 1) journal.append(note(n));
    await Promise.all([journal.close(), journal.close()]);
    await journal.durable();
    expect((await readJournal(folder)).records).toHaveLength(50);
  });

  it('takes no record after it', async () => {
    journal = await openJournal(optionsFor(tempFolder()));
    await journal.close();
    expect(() => journal.append(note(1))).toThrow(codeIs('JOURNAL_CLOSED'));
  });
});
