import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldRecords } from '../../src/core/fold-record.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderJson } from '../../src/report/render-json.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { renderCopy } from '../../src/report/render-report.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { translateReport } from '../../src/report/translate-report.ts';
import { ENGLISH } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { longRun } from '../support/long-run.ts';
import { sampleRun } from '../support/sample-run.ts';

// Run with `node test/bench/report.bench.ts`. The floor is to write the journal as JSON once.
// Goal: all four forms in both languages in less than 3 s for a usual run, and 10 s for one of 500 steps.

const ROUNDS = 7;
const folder = await mkdtemp(join(tmpdir(), 'kunren-bench-'));

const usual = sampleRun('met', { environment: 'aws' });
say(`first report of a process: ${ms(await time(() => writeReport(folder, usual)))}`);
await measure('a usual run', usual, 3000);
await measure('a run of 500 steps', longRun(500), 10_000);
await rm(folder, { recursive: true });

async function measure(
  name: string,
  records: readonly JournalRecord[],
  goalMs: number,
): Promise<void> {
  const report = buildReport(records);
  say('');
  say(
    `${name}: ${records.length} records, ${report.calls.length} calls; processor time, median of ${ROUNDS}`,
  );
  await row('floor: JSON.stringify of the journal', () => JSON.stringify(records));
  await row('foldRecords', () => foldRecords(records));
  await row('buildReport', () => buildReport(records));
  await row('JSON', () => renderJson(report));
  for (const words of [ENGLISH, JAPANESE]) {
    await row(`${words.lang}: translateReport`, () => translateReport(report, words));
    const translated = translateReport(report, words);
    await row(`${words.lang}: Markdown`, () => renderMarkdown(translated, words));
    const html = await row(`${words.lang}: HTML`, () => renderHtml(translated, words));
    const pdf = await row(`${words.lang}: PDF`, () => renderPdf(translated, words));
    say(`${''.padEnd(40)} ${(pdf / html).toFixed(0).padStart(8)} times as long as HTML`);
  }
  await row('writeReport, all of it', () => writeReport(folder, records));
  const start = performance.now();
  for (const lang of ['en', 'ja'] as const) await renderCopy(records, { lang, redacted: false });
  const took = performance.now() - start;
  say(`${'four forms in both languages, by the clock'.padEnd(40)} ${ms(took)} of ${goalMs} ms`);
}

async function row(name: string, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await time(work));
  times.sort((a, b) => a - b);
  const median = times[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  say(`${name.padEnd(40)} ${ms(median)}`);
  return median;
}

/** Processor time, which other programs on the machine do not lengthen much. */
async function time(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function ms(time: number): string {
  return `${time.toFixed(1).padStart(8)} ms`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
