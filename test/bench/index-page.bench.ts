import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeIndex } from '../../src/cli/evidence/write-index.ts';
import { readLedger } from '../../src/journal/read-ledger.ts';
import { withChromium } from '../support/chromium.ts';
import { storeRun } from '../support/stored-run.ts';

// Run with `node test/bench/index-page.bench.ts [folder for screenshots]`; Chromium has to be there. A frame of a screen
// with 60 of them in a second is 16.7 ms; what is done within 100 ms is felt as at once.

const RUNS = 1_000;
const DRILLS = ['orders', 'payments', 'search', 'accounts', 'invoices', 'archive'];
const KINDS = ['met', 'met', 'met', 'missed', 'unproven', 'failed-check', 'interrupted'] as const;
const HOUR = 3_600_000;

const ACTS: readonly (readonly [what: string, act: string])[] = [
  ['nothing, for comparison', ''],
  ['type p', type('p')],
  ['type payments', type('payments')],
  ['type payments missed 2024', type('payments missed 2024')],
  ['find nothing', type('zzz')],
  ['clear the field', type('')],
  ['sort by RTO', "document.querySelectorAll('#runs thead button')[4].click()"],
  ['sort the other way round', "document.querySelectorAll('#runs thead button')[4].click()"],
  ['show all', "document.querySelector('#more').click()"],
  ['type payments, with all shown', type('payments')],
];

const folder = await mkdtemp(join(tmpdir(), 'kunren-bench-'));
for (let index = 0; index < RUNS; index += 1) {
  const name = `restore-${DRILLS[index % DRILLS.length]}`;
  storeRun(folder, {
    kind: KINDS[(index * 5) % KINDS.length] ?? 'met',
    environment: index % 4 === 0 ? 'sandbox' : 'aws',
    at: new Date(Date.UTC(2022, 0, 3) + index * 41 * HOUR).toISOString(),
    drill: { name, title: `Restore ${name.slice(8)} to a point in time` },
  });
}
say(`${RUNS} runs of ${DRILLS.length} drills`);

const read = performance.now();
const ledger = readLedger(folder);
say(`read the two ends of each journal  ${ms(performance.now() - read)}`);
const write = performance.now();
await writeIndex(folder, ledger, 'en');
say(`write the page                     ${ms(performance.now() - write)}`);
const file = join(folder, 'index.html');
say(`size of the page                   ${((await stat(file)).size / 1024).toFixed(0)} KiB`);

await withChromium(async (page) => {
  const pictures = process.argv[2];
  await page.show(1280, 900, 'light');
  const open = performance.now();
  await page.open(pathToFileURL(file).href);
  say(`open it, from the click            ${ms(performance.now() - open)}`);
  say('until the next frame, script and layout:');
  for (const [what, act] of ACTS) {
    const took = await page.evaluate<number>(`(async () => {
      const started = performance.now();
      ${act};
      document.body.getBoundingClientRect();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - started;
    })()`);
    say(`  ${what.padEnd(33)}${ms(took)}`);
  }
  if (pictures === undefined) return;
  await page.open(pathToFileURL(file).href);
  for (const width of [390, 1280]) {
    for (const colors of ['light', 'dark'] as const) {
      await page.show(width, 900, colors);
      for (const part of ['top', 'runs']) {
        await page.evaluate(part === 'top' ? 'scrollTo(0, 0)' : 'runs.scrollIntoView()');
        await writeFile(join(pictures, `${width}-${colors}-${part}.png`), await page.screenshot());
      }
    }
  }
});
await rm(folder, { recursive: true });

function type(words: string): string {
  return `const text = document.querySelector('#text'); text.value = '${words}'; text.dispatchEvent(new Event('input'))`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function ms(value: number): string {
  return `${value.toFixed(1).padStart(8)} ms`;
}
