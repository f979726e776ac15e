import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { Json } from '../../src/core/failure.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { continueChain } from '../../src/journal/chain.ts';
import type { OpenJournalOptions } from '../../src/journal/open-journal.ts';
import { EMPTY_CHAIN } from '../../src/journal/record-line.ts';
import { createRedactor } from '../../src/journal/redact.ts';
import { note, redactNothing } from './journal-parts.ts';

/** A folder of its own for one test, removed at its end. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kunren-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function optionsFor(folder: string): OpenJournalOptions {
  return {
    folder,
    clock: systemClock,
    redact: createRedactor().redact,
    holder: { pid: process.pid, host: 'test-host' },
  };
}

/** The bytes of an undamaged journal. */
export function journalOf(contents: readonly Json[]): {
  readonly bytes: Buffer;
  readonly lines: readonly Buffer[];
  readonly records: readonly JournalRecord[];
} {
  const chain = continueChain(EMPTY_CHAIN, { clock: systemClock, redact: redactNothing });
  const sealed = contents.map((content) => chain.add(note(content)));
  const lines = sealed.map(({ line }) => Buffer.from(`${line}\n`, 'utf8'));
  return { bytes: Buffer.concat(lines), lines, records: sealed.map(({ record }) => record) };
}

/** Whatever JSON can hold, all of Unicode included. */
export const anyContent: fc.Arbitrary<Json> = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 3 })
  .map((value) => value as Json);

/** Waits until something is so, by looking often. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come true within 30 s.');
    await systemClock.sleep(5);
  }
}
