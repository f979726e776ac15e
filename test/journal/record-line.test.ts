import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GENESIS, parseRecord, sealRecord } from '../../src/journal/record-line.ts';
import { note } from './journal-parts.ts';
import { anyContent } from './support.ts';

const envelope = { seq: 1, at: '2026-11-24T01:00:00.000Z', mono: 12.5, prev: GENESIS };

describe('a sealed line', () => {
  it('has its keys in the order of the specification', () => {
    const { line } = sealRecord(note('x'), envelope);
    expect(Object.keys(JSON.parse(line))).toEqual([
      'seq',
      'at',
      'mono',
      'type',
      'data',
      'prev',
      'hash',
    ]);
  });

  it('carries the SHA-256 of the bytes before its last key', () => {
    const { line, record } = sealRecord(note('訓練 😀'), envelope);
    const covered = line.slice(0, line.lastIndexOf(',"hash":'));
    expect(record.hash).toBe(createHash('sha256').update(covered, 'utf8').digest('hex'));
    expect(line).toBe(`${covered},"hash":"${record.hash}"}`);
  });

  it('is one line, whatever the data holds, and reads back as the record that was returned', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const { line, record } = sealRecord(note(content), envelope);
        expect(line).not.toContain('\n');
        expect(parseRecord(Buffer.from(line, 'utf8'))).toEqual({ record });
      }),
    );
  });

  it('returns what a reader will read: absent values are gone', () => {
    const { record } = sealRecord(note({ kept: 1, gone: undefined }), envelope);
    expect(record.data).toEqual({ activity: 'note', name: 'test.note', input: { kept: 1 } });
    expect(Object.keys((record.data as { input: object }).input)).toEqual(['kept']);
  });
});

describe('parseRecord', () => {
  const { line, record } = sealRecord(note('amount 100'), envelope);

  it('tells a changed line from one that is no record', () => {
    expect(parseRecord(Buffer.from(line.replace('100', '900')))).toEqual({ problem: 'hash' });
    expect(parseRecord(Buffer.from('{"seq":1}'))).toEqual({ problem: 'malformed' });
    expect(parseRecord(Buffer.from(''))).toEqual({ problem: 'malformed' });
  });

  it('takes the hash in lower case only', () => {
    const upper = line.replace(record.hash, record.hash.toUpperCase());
    expect(parseRecord(Buffer.from(upper))).toEqual({ problem: 'hash' });
  });

  it('refuses a line that lacks a part although its hash is right', () => {
    const covered = '{"seq":1,"at":"x","mono":1,"type":"run.unpaused","prev":"y"';
    const hash = createHash('sha256').update(covered).digest('hex');
    expect(parseRecord(Buffer.from(`${covered},"hash":"${hash}"}`))).toEqual({
      problem: 'malformed',
    });
  });
});
