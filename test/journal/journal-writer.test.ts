import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { JournalWriter } from '../../src/core/journal.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { GENESIS } from '../../src/journal/record-line.ts';
import { createRedactor } from '../../src/journal/redact.ts';
import { scanJournal } from '../../src/journal/scan-journal.ts';
import { createMemoryJournal } from '../support/memory-journal.ts';
import { note } from './journal-parts.ts';
import { optionsFor, tempFolder } from './support.ts';

interface Subject {
  readonly journal: JournalWriter;
  stored(): Promise<readonly JournalRecord[]>;
}

const redactor = createRedactor();
redactor.vault.put('password', 'hunter-22');

async function onDisk(): Promise<Subject> {
  const folder = tempFolder();
  const journal = await openJournal({ ...optionsFor(folder), redact: redactor.redact });
  return { journal, stored: async () => (await readJournal(folder)).records };
}

async function inMemory(): Promise<Subject> {
  const journal = createMemoryJournal({ clock: systemClock, redact: redactor.redact });
  return { journal, stored: async () => scanJournal(Buffer.from(journal.text)).records };
}

/** What the engine relies on, whoever keeps the journal. */
describe.each([
  ['on disk', onDisk],
  ['in memory', inMemory],
])('a journal %s', (_, create) => {
  let subject: Subject;
  beforeEach(async () => {
    subject = await create();
    return () => subject.journal.close();
  });

  it('numbers its records from 1 and chains them', () => {
    const [a, b, c] = [1, 2, 3].map((n) => subject.journal.append(note(n)));
    expect([a?.seq, b?.seq, c?.seq]).toEqual([1, 2, 3]);
    expect([a?.prev, b?.prev, c?.prev]).toEqual([GENESIS, a?.hash, b?.hash]);
  });

  it('has stored exactly what it returned, once it is durable', async () => {
    const returned = [1, 'two', { three: [3] }].map((content) =>
      subject.journal.append(note(content)),
    );
    await subject.journal.durable();
    expect(await subject.stored()).toEqual(returned);
  });

  it('stores no secret', async () => {
    const record = subject.journal.append(note('the password is hunter-22'));
    expect(record.data).toMatchObject({ input: 'the password is [redacted]' });
    await subject.journal.durable();
    expect(await subject.stored()).toEqual([record]);
  });

  it('refuses a number that a file cannot hold, and goes on without a gap', async () => {
    subject.journal.append(note(1));
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => subject.journal.append(note({ deep: [bad] }))).toThrow(
        expect.objectContaining({ code: 'RECORD_INVALID' }) as Error,
      );
    }
    expect(subject.journal.append(note(2)).seq).toBe(2);
    await subject.journal.durable();
    expect(await subject.stored()).toHaveLength(2);
  });
});

describe('a journal in memory', () => {
  it('goes on after the records of an earlier one', () => {
    const first = createMemoryJournal({ clock: systemClock });
    const last = first.append(note(1));
    const second = createMemoryJournal({ clock: systemClock, records: first.records });
    expect(second.append(note(2))).toMatchObject({ seq: 2, prev: last.hash });
  });

  it('that hangs keeps nothing after the chosen record and lets nobody go on', async () => {
    const journal = createMemoryJournal({
      clock: systemClock,
      crash: { after: 1, as: 'hangs' },
    });
    journal.append(note(1));
    await journal.durable();
    journal.append(note(2));
    await journal.crashed;
    const went = await Promise.race([
      journal.durable().then(() => 'on'),
      new Promise((resolve) => setImmediate(() => resolve('nowhere'))),
    ]);
    expect(went).toBe('nowhere');
    expect(journal.records.map((record) => record.seq)).toEqual([1]);
  });

  it('that throws does so at the record after the chosen one', async () => {
    const journal = createMemoryJournal({
      clock: systemClock,
      crash: { after: 1, as: 'throws' },
    });
    journal.append(note(1));
    await journal.durable();
    expect(() => journal.append(note(2))).toThrow('on purpose');
    await expect(journal.durable()).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
    expect(journal.records).toHaveLength(1);
  });

  it('can die before the writer learns that its record is safe', async () => {
    const journal = createMemoryJournal({
      clock: systemClock,
      crash: { after: 1, as: 'throws', acknowledged: false },
    });
    journal.append(note(1));
    await expect(journal.durable()).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' });
    expect(journal.records).toHaveLength(1);
  });
});
