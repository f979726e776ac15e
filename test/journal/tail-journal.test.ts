import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { JOURNAL_FILE } from '../../src/journal/read-journal.ts';
import { tailJournal } from '../../src/journal/tail-journal.ts';
import { note } from './journal-parts.ts';
import { eventually, journalOf, optionsFor, tempFolder } from './support.ts';

/** Follows a journal in the background. */
function follow(folder: string, pollMs = 20) {
  const stop = new AbortController();
  const seen: JournalRecord[] = [];
  let looks = 0;
  const sleep: Clock['sleep'] = (ms, signal) => {
    looks += 1;
    return systemClock.sleep(ms, signal);
  };
  const done = (async () => {
    const options = { clock: { sleep }, signal: stop.signal, pollMs };
    for await (const record of tailJournal(folder, options)) seen.push(record);
  })();
  done.catch(() => undefined);
  onTestFinished(() => stop.abort());
  return { seen, done, stop: () => stop.abort(), looks: () => looks };
}

const seqs = (records: readonly JournalRecord[]) => records.map((record) => record.seq);

describe('the tail of a journal', () => {
  it('gives the records that are there, then those to come, and ends with the signal', async () => {
    const folder = tempFolder();
    const journal = await openJournal(optionsFor(folder));
    journal.append(note('before'));
    await journal.durable();
    const { seen, done, stop } = follow(folder);
    await eventually(() => seen.length === 1);
    const later = journal.append(note('after'));
    await eventually(() => seen.length === 2);
    expect(seen[1]).toEqual(later);
    stop();
    await done;
    await journal.close();
  });

  it('hears of a new record by itself, without the poll', async () => {
    const folder = tempFolder();
    const journal = await openJournal(optionsFor(folder));
    journal.append(note('before'));
    await journal.durable();
    const { seen } = follow(folder, 600_000);
    await eventually(() => seen.length === 1);
    for (let n = 2; n < 6; n += 1) {
      journal.append(note('after'));
      await eventually(() => seen.length === n);
    }
    await journal.close();
  });

  it('misses nothing and repeats nothing, however fast the writer is', async () => {
    const folder = tempFolder();
    const journal = await openJournal(optionsFor(folder));
    const { seen } = follow(folder);
    for (let n = 0; n < 400; n += 1) {
      journal.append(note('y'.repeat(n)));
      if (n % 7 === 0) await journal.durable();
    }
    await journal.close();
    await eventually(() => seen.length === 400);
    expect(seqs(seen)).toEqual(Array.from({ length: 400 }, (_, n) => n + 1));
  });

  it('waits for the rest of a line that is written in pieces', async () => {
    const folder = tempFolder();
    const path = join(folder, JOURNAL_FILE);
    const { bytes, lines, records } = journalOf(['one', 'two']);
    writeFileSync(path, '');
    const { seen, looks } = follow(folder);
    const end = (lines[0]?.length ?? 0) - 1;
    // The second piece ends where only the newline is missing.
    const cuts = [0, 100, end, end + 1, end + 200, bytes.length - 1, bytes.length];
    for (const [n, cut] of cuts.slice(1).entries()) {
      appendFileSync(path, bytes.subarray(cuts[n], cut));
      const before = looks();
      await eventually(() => looks() > before + 1);
    }
    await eventually(() => seen.length === 2);
    expect(seen).toEqual(records);
  });

  it('goes on when a torn tail is cut off and other records come in its place', async () => {
    const folder = tempFolder();
    const path = join(folder, JOURNAL_FILE);
    const { lines, records } = journalOf(['one', 'two', 'three']);
    const [first, second, third] = lines as [Buffer, Buffer, Buffer];
    writeFileSync(path, Buffer.concat([first, Buffer.from('{"seq":2,"at":"never finished')]));
    const { seen } = follow(folder);
    await eventually(() => seen.length === 1);
    truncateSync(path, first.length);
    appendFileSync(path, Buffer.concat([second, third]));
    await eventually(() => seen.length === 3);
    expect(seen).toEqual(records);
  });

  it('stops with an error at a record that was changed', async () => {
    const folder = tempFolder();
    const { bytes } = journalOf(['one', 'two', 'three']);
    writeFileSync(join(folder, JOURNAL_FILE), bytes.toString('utf8').replace('two', 'six'));
    const { done } = follow(folder);
    await expect(done).rejects.toMatchObject({
      code: 'JOURNAL_TAMPERED',
      failure: { details: { line: 2 } },
    });
  });

  it('says so when there is no journal', async () => {
    await expect(follow(tempFolder()).done).rejects.toMatchObject({ code: 'JOURNAL_MISSING' });
  });
});
