import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealRecord } from '../../src/journal/record-line.ts';
import { scanJournal } from '../../src/journal/scan-journal.ts';
import { note } from './journal-parts.ts';
import { anyContent, journalOf } from './support.ts';

const { bytes, lines, records } = journalOf([{ n: 1 }, { hash: 'a'.repeat(64) }, 'three']);
const lastLine = bytes.length - (lines[2]?.length ?? 0);

function edited(at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

describe('scanJournal', () => {
  it('reads whatever was written', () => {
    fc.assert(
      fc.property(fc.array(anyContent, { maxLength: 5 }), (contents) => {
        const journal = journalOf(contents);
        expect(scanJournal(journal.bytes)).toEqual({
          records: journal.records,
          end: journal.bytes.length,
          unterminated: false,
          tornBytes: 0,
        });
      }),
    );
  });

  it('keeps exactly the complete records of a journal that is cut off, at every byte', () => {
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const scan = scanJournal(bytes.subarray(0, cut));
      let end = 0;
      const complete = lines.filter((line) => {
        end += line.length;
        return end - 1 <= cut;
      });
      expect(scan.records, `cut at ${cut}`).toEqual(records.slice(0, complete.length));
      expect(scan.problem, `cut at ${cut}`).toBeUndefined();
      expect(scan.end + scan.tornBytes, `cut at ${cut}`).toBe(cut);
    }
  });

  it('notices every edit of a single byte', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const now = bytes[at] ?? 0;
      for (const value of [now ^ 1, now ^ 0x20, 0x00, 0x0a, 0x22, 0xff]) {
        if (value === now) continue;
        const scan = scanJournal(edited(at, value));
        const noticed = scan.problem !== undefined || scan.tornBytes > 0;
        expect(noticed, `byte ${at} set to ${value}`).toBe(true);
      }
    }
  });

  it('never takes an edit before the last line for a torn tail', () => {
    for (let at = 0; at < lastLine; at += 1) {
      for (const value of [0x00, 0x0a, 0xff]) {
        if (bytes[at] === value) continue;
        expect(scanJournal(edited(at, value)).problem, `byte ${at} set to ${value}`).toBeDefined();
      }
    }
  });

  it('says which line is bad, and why', () => {
    const [first, second, third] = lines as [Buffer, Buffer, Buffer];
    const reason = (...parts: Buffer[]) => scanJournal(Buffer.concat(parts)).problem;
    const changed = Buffer.from(second.toString('utf8').replace('note', 'nope'));
    expect(reason(first, changed, third)).toMatchObject({ line: 2, reason: 'hash' });
    expect(reason(first, third)).toMatchObject({ line: 2, reason: 'sequence' });
    expect(reason(first, first)).toMatchObject({ line: 2, reason: 'sequence' });
    expect(reason(first, Buffer.from('hello\n'), second)).toMatchObject({
      line: 2,
      reason: 'malformed',
    });
    const forged = sealRecord(note('forged'), { seq: 2, at: 'x', mono: 0, prev: 'f'.repeat(64) });
    expect(reason(first, Buffer.from(`${forged.line}\n`))).toMatchObject({
      line: 2,
      reason: 'chain',
    });
    expect(reason(first, second.subarray(0, 20), third)).toMatchObject({ line: 2, reason: 'hash' });
  });

  it('refuses a last line that was changed, with or without its newline', () => {
    const changed = Buffer.from(bytes.toString('utf8').replace('three', 'seven'));
    expect(scanJournal(changed).problem).toMatchObject({ line: 3, reason: 'hash' });
    expect(scanJournal(changed.subarray(0, -1)).problem).toMatchObject({ line: 3, reason: 'hash' });
  });

  it('takes zeros behind the records for blocks that were never written', () => {
    const scan = scanJournal(Buffer.concat([bytes, Buffer.alloc(4096)]));
    expect(scan).toMatchObject({ records, end: bytes.length, tornBytes: 4096 });
    expect(scan.problem).toBeUndefined();
  });

  it('keeps a whole record whose newline became a zero', () => {
    const scan = scanJournal(Buffer.concat([bytes.subarray(0, -1), Buffer.alloc(100)]));
    expect(scan).toMatchObject({ records, unterminated: true, tornBytes: 100 });
  });

  it('takes a line with a sector of zeros for torn, newline or not', () => {
    const long = journalOf(['start', 'x'.repeat(3000)]);
    const holed = Buffer.from(long.bytes).fill(0, 512, 1024);
    expect(scanJournal(holed)).toMatchObject({ records: long.records.slice(0, 1) });
    expect(scanJournal(holed).problem).toBeUndefined();
    const elsewhere = Buffer.from(long.bytes).fill(0, 700, 720);
    expect(scanJournal(elsewhere).problem).toMatchObject({ line: 2, reason: 'hash' });
  });

  it('refuses zeros with whole records behind them: those were on the disk once', () => {
    const long = journalOf(['start', 'x'.repeat(3000), 'end']);
    const holed = Buffer.from(long.bytes).fill(0, 512, 1024);
    expect(scanJournal(holed).problem).toMatchObject({ line: 2, reason: 'damaged' });
  });
});
