/**
 * What a durable step costs: an activity with its intent on disk before it acts, its outcome after.
 * Floor in the same run: a bare write and fdatasync of as many bytes.
 *   UV_THREADPOOL_SIZE=32 node test/bench/durable-step.bench.ts
 */
import { closeSync, fdatasync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '../../src/cli/system-clock.ts';
import { openingRecord } from '../../src/engine/opening-record.ts';
import { Run } from '../../src/engine/run.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { createRedactor } from '../../src/journal/redact.ts';
import { countingRunbook } from '../support/counting-runbook.ts';
import { HARNESS_PROCESS as toyProcess } from '../support/run-harness.ts';
import { toyDrill, toyEnvironment } from '../support/toy-runbook.ts';

const sync = promisify(fdatasync);

async function startRun(
  folder: string,
  steps: number,
): Promise<{ run: Run; close: () => Promise<void> }> {
  const redactor = createRedactor();
  const runbook = countingRunbook(steps);
  const journal = await openJournal({
    folder,
    clock: systemClock,
    redact: redactor.redact,
    holder: toyProcess,
  });
  const records =
    journal.records.length > 0
      ? journal.records
      : [
          journal.append(
            openingRecord({
              run: 'bench',
              drill: toyDrill,
              environment: toyEnvironment,
              runbook,
              process: toyProcess,
              keep: false,
            }),
          ),
        ];
  const run = new Run({
    runbook,
    journal,
    records,
    process: toyProcess,
    clock: systemClock,
    random: () => 0.5,
    secrets: redactor.vault,
    services: () => undefined,
  });
  return { run, close: () => journal.close() };
}

function quantile(values: readonly number[], q: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;
}

async function floor(folder: string, times: number): Promise<number[]> {
  const file = openSync(join(folder, 'floor'), 'a');
  const line = Buffer.alloc(700, 'x');
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const before = performance.now();
    writeSync(file, line);
    await sync(file);
    took.push(performance.now() - before);
  }
  closeSync(file);
  return took;
}

async function sequential(folder: string, steps: number): Promise<number[]> {
  const { run, close } = await startRun(join(folder, 'sequential'), steps);
  const took: number[] = [];
  let last = performance.now();
  let seen = 0;
  run.feed.subscribe(() => {
    const ends = run.feed.get().records;
    for (; seen < ends.length; seen += 1) {
      if (ends[seen]?.type !== 'activity.succeeded') continue;
      const now = performance.now();
      took.push(now - last);
      last = now;
    }
  });
  await run.drive();
  await close();
  return took;
}

async function sequentialUnwatched(folder: string, steps: number): Promise<number> {
  const { run, close } = await startRun(join(folder, 'unwatched'), steps);
  const before = performance.now();
  await run.drive();
  const took = performance.now() - before;
  await close();
  return took / steps;
}

async function together(folder: string, runs: number, steps: number): Promise<number> {
  const started = await Promise.all(
    Array.from({ length: runs }, (_, i) => startRun(join(folder, `run-${i}`), steps)),
  );
  const before = performance.now();
  await Promise.all(started.map(({ run }) => run.drive()));
  const took = performance.now() - before;
  await Promise.all(started.map(({ close }) => close()));
  return (runs * steps * 1000) / took;
}

async function bareTogether(folder: string, files: number, times: number): Promise<number> {
  const handles = Array.from({ length: files }, (_, i) => openSync(join(folder, `bare-${i}`), 'a'));
  const line = Buffer.alloc(700, 'x');
  const before = performance.now();
  await Promise.all(
    handles.map(async (handle) => {
      for (let i = 0; i < times; i += 1) {
        writeSync(handle, line);
        await sync(handle);
      }
    }),
  );
  const took = performance.now() - before;
  for (const handle of handles) closeSync(handle);
  return (files * times * 1000) / took;
}

async function resume(folder: string, steps: number): Promise<{ records: number; ms: number }> {
  // A run that was left in its last step: all but its last records are replayed.
  const path = join(folder, 'resume');
  const { run, close } = await startRun(path, steps);
  const driven = run.drive().catch(() => undefined);
  run.feed.subscribe(() => undefined);
  await new Promise<void>((resolve) => {
    let count = 0;
    run.feed.subscribe(() => {
      count += 1;
      if (count === steps * 4 - 8) resolve();
    });
  });
  await run.interrupt();
  await driven;
  await close();
  const before = performance.now();
  const again = await startRun(path, steps);
  const ms = performance.now() - before;
  const { records } = again.run.feed.get();
  await again.close();
  return { records: records.length, ms };
}

const folder = await mkdtemp(join(tmpdir(), 'kunren-bench-'));
try {
  await floor(folder, 200);
  const bare = await floor(folder, 1500);
  const mean = await sequentialUnwatched(folder, 1500);
  const steps = await sequential(folder, 1500);
  const row = (name: string, value: string) => console.log(`${name.padEnd(52)} ${value}`);
  row(
    'floor: write + fdatasync, p50 / p99 ms',
    `${quantile(bare, 0.5).toFixed(3)} / ${quantile(bare, 0.99).toFixed(3)}`,
  );
  row(
    'durable step, sequential, p50 / p99 ms',
    `${quantile(steps, 0.5).toFixed(3)} / ${quantile(steps, 0.99).toFixed(3)}`,
  );
  row('  mean without anybody watching, ms', mean.toFixed(3));
  row('  ratio to the floor (p50)', (quantile(steps, 0.5) / quantile(bare, 0.5)).toFixed(2));
  const bareRate = await bareTogether(folder, 100, 100);
  const rate = await together(folder, 100, 100);
  row('floor: fdatasyncs a second over 100 files', bareRate.toFixed(0));
  row('steps a second with 100 runs at once', rate.toFixed(0));
  row('  ratio to the floor', (rate / bareRate).toFixed(2));
  const resumed = await resume(folder, 6250);
  row(`resume from a journal of ${resumed.records} records, ms`, resumed.ms.toFixed(0));
} finally {
  await rm(folder, { recursive: true });
}
