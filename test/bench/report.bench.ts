import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldRecords } from '../../src/core/fold-record.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderJson } from '../../src/report/render-json.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { longRun } from '../support/long-run.ts';

// Run with `node test/bench/report.bench.ts`. The floor is to write the journal as JSON once.

const ROUNDS = 15;
const records = longRun(500);
const report = buildReport(records);
const folder = await mkdtemp(join(tmpdir(), 'kunren-bench-'));

const cold = await time(() => writeReport(folder, records));
const rows: readonly (readonly [string, () => unknown])[] = [
  ['floor: JSON.stringify of the journal', () => JSON.stringify(records)],
  ['foldRecords', () => foldRecords(records)],
  ['buildReport', () => buildReport(records)],
  ['renderJson', () => renderJson(report)],
  ['renderMarkdown', () => renderMarkdown(report)],
  ['renderHtml', () => renderHtml(report)],
  ['writeReport, all of it', () => writeReport(folder, records)],
];

say(
  `${records.length} records, 500 steps, ${report.calls.length} calls; processor time, median of ${ROUNDS}`,
);
say(`${'writeReport, first time'.padEnd(40)} ${cold.toFixed(1).padStart(8)} ms`);
for (const [name, work] of rows) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await time(work));
  times.sort((a, b) => a - b);
  const median = times[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  say(`${name.padEnd(40)} ${median.toFixed(1).padStart(8)} ms`);
}
await rm(folder, { recursive: true });

/** Processor time, which other programs on the machine do not lengthen much. */
async function time(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
