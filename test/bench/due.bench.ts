// `drill due` over a thousand runs, as a whole process: with nothing to look at (--offline), and with a sandbox that is up
// where KUNREN_SANDBOX_HOME names one. Run with `npm run build && node test/bench/due.bench.ts`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drillFilesIn, readDrill } from '../../src/drill-file/read-drill.ts';
import { storeRun } from '../support/stored-run.ts';

const RUNS = 1000;
const ROUNDS = 15;
const LIMIT_MS = 500;
const HOUR_MS = 3_600_000;

const drill = join(import.meta.dirname, '../../dist/drill.js');
const project = mkdtempSync(join(tmpdir(), 'kunren-bench-'));
try {
  cpSync(join(import.meta.dirname, '../../drills'), join(project, 'drills'), { recursive: true });
  const files = (drillFilesIn(join(project, 'drills')) ?? []).map((name) =>
    readDrill(join(project, 'drills', name)),
  );
  for (let index = 0; index < RUNS; index += 1) {
    const at = new Date(Date.now() - (RUNS - index) * HOUR_MS).toISOString();
    const file = files[index % files.length];
    if (file) storeRun(join(project, 'reports'), { at, drill: file.drill });
  }
  const floor = measure(['-e', '']);
  console.log(`Node ${process.version}, ${RUNS} runs, ${ROUNDS} rounds, median and slowest`);
  tell("node -e ''", floor);
  const offline = measure([drill, 'due', '--offline']);
  tell('drill due --offline', offline);
  console.log(`limit ${LIMIT_MS} ms: ${median(offline) < LIMIT_MS ? 'kept' : 'MISSED'}`);
  if (process.env['KUNREN_SANDBOX_HOME']) tell('drill due', measure([drill, 'due']));
} finally {
  rmSync(project, { recursive: true });
}

/** Milliseconds of each round but the first, which fills the caches. */
function measure(args: readonly string[]): readonly number[] {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: project,
      encoding: 'utf8',
    });
    if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')}: ${status}: ${stderr}`);
    if (round > 0) times.push(performance.now() - start);
  }
  return times;
}

function tell(name: string, times: readonly number[]): void {
  console.log(
    `${name.padEnd(20)} ${median(times).toFixed(1).padStart(8)} ms ${Math.max(...times)
      .toFixed(1)
      .padStart(8)} ms`,
  );
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
