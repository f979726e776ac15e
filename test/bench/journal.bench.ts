/**
 * The journal against the bare disk, side by side in one run:
 *
 *     UV_THREADPOOL_SIZE=32 node test/bench/journal.bench.ts [folder]
 *
 * The folder (by default the system's temporary one) decides which disk is measured.
 */
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { RecordBody } from '../../src/core/record.ts';
import { type OpenedJournal, openJournal } from '../../src/journal/open-journal.ts';
import { JOURNAL_FILE, readJournal } from '../../src/journal/read-journal.ts';
import { createRedactor } from '../../src/journal/redact.ts';

const ROUNDS = 5;
const SINGLE = 300;
const FILES = 100;
const EACH = 60;
const READ = 25_000;
const BYTES = 600;

const body: RecordBody = {
  type: 'call.completed',
  data: {
    activity: 'restore',
    service: 'rds',
    operation: 'DescribeDBInstances',
    mutating: false,
    region: 'ap-northeast-1',
    requestId: '6f1c6b0e-4c0f-4a57-9d3a-0a6f3f6f2d11',
    httpStatus: 200,
    durationMs: 81.5,
  },
};

const root = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'kunren-bench-'));
const redactor = createRedactor();
redactor.vault.put('source', 'Kz8!mQ2#vR5$wT9x');
redactor.vault.put('restored', 'b7Yp-0dLe_3Xs.9QaHn');

try {
  await compareSingle();
  await compareMany();
  await measureReading();
} finally {
  await rm(root, { recursive: true });
}

/** One journal, one record at a time; rounds alternate, so that both see the same disk. */
async function compareSingle(): Promise<void> {
  const file = await open(join(root, 'bare'), 'a');
  const bytes = Buffer.alloc(BYTES, 'x');
  const journal = await openAt('single');
  const bare: number[] = [];
  const durable: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let n = 0; n < SINGLE; n += 1) {
      bare.push(
        await timed(async () => {
          await file.write(bytes);
          await file.datasync();
        }),
      );
    }
    for (let n = 0; n < SINGLE; n += 1) durable.push(await timed(() => appendDurably(journal)));
  }
  await file.close();
  await journal.close();
  line('one at a time', 'p50', 'p99');
  line('bare write + fdatasync', ms(quantile(bare, 0.5)), ms(quantile(bare, 0.99)));
  line('append + durable', ms(quantile(durable, 0.5)), ms(quantile(durable, 0.99)));
  const ratio = (q: number) => `${(quantile(durable, q) / quantile(bare, q)).toFixed(2)} ×`;
  line('ratio', ratio(0.5), ratio(0.99));
}

/** As many loops as files, each waiting for its own record. */
async function compareMany(): Promise<void> {
  const bytes = Buffer.alloc(BYTES, 'x');
  const files = await Promise.all(
    Array.from({ length: FILES }, (_, n) => open(join(root, `bare-${n}`), 'a')),
  );
  const journals: OpenedJournal[] = [];
  for (let n = 0; n < FILES; n += 1) journals.push(await openAt(`many-${n}`));
  const bare: number[] = [];
  const alone: number[] = [];
  const shared: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(
      await rate(files, EACH, async (file) => {
        await file.write(bytes);
        await file.datasync();
      }),
    );
    alone.push(await rate(journals, EACH, appendDurably));
    shared.push(
      4 *
        (await rate(journals, EACH, (journal) =>
          Promise.all([1, 2, 3, 4].map(() => appendDurably(journal))),
        )),
    );
  }
  await Promise.all(files.map((file) => file.close()));
  await Promise.all(journals.map((journal) => journal.close()));
  const base = quantile(bare, 0.5);
  line(`${FILES} at once`, 'per second', 'to bare');
  line('bare write + fdatasync', perSecond(base), '1.00 ×');
  for (const [title, rates] of [
    ['append + durable, 1 waits', alone],
    ['append + durable, 4 wait', shared],
  ] as const) {
    const median = quantile(rates, 0.5);
    line(title, perSecond(median), `${(median / base).toFixed(2)} ×`);
  }
}

async function measureReading(): Promise<void> {
  const journal = await openAt('read');
  for (let n = 0; n < READ; n += 1) journal.append(body);
  await journal.close();
  const folder = join(root, 'read');
  const reads: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    reads.push(await timed(() => readJournal(folder)));
  const opens: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let opened: OpenedJournal | undefined;
    opens.push(
      await timed(async () => {
        opened = await openAt('read');
      }),
    );
    await opened?.close();
  }
  const { size } = await stat(join(folder, JOURNAL_FILE));
  line(`${READ} records, ${(size / 1e6).toFixed(1)} MB`, 'p50', 'max');
  line('readJournal', ms(quantile(reads, 0.5)), ms(quantile(reads, 1)));
  line('openJournal', ms(quantile(opens, 0.5)), ms(quantile(opens, 1)));
}

async function openAt(name: string): Promise<OpenedJournal> {
  return await openJournal({
    folder: join(root, name),
    clock: systemClock,
    redact: redactor.redact,
    holder: { pid: process.pid, host: 'bench' },
  });
}

async function appendDurably(journal: OpenedJournal): Promise<void> {
  journal.append(body);
  await journal.durable();
}

async function rate<Item>(
  items: readonly Item[],
  times: number,
  act: (item: Item) => Promise<unknown>,
): Promise<number> {
  const took = await timed(() =>
    Promise.all(
      items.map(async (item) => {
        for (let n = 0; n < times; n += 1) await act(item);
      }),
    ),
  );
  return (items.length * times * 1000) / took;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 3 : 0)} ms`;
}

function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')} /s`;
}

function line(title: string, ...cells: readonly string[]): void {
  console.log(title.padEnd(32) + cells.map((cell) => cell.padStart(14)).join(''));
}
