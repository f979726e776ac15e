// Time from a command to its last byte, against a Node process that does nothing.
// The commands take turns, so that a busy moment of the machine hits all of them alike.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROUNDS = 25;
const drill = join(import.meta.dirname, '../../dist/drill.js');
const commands: Readonly<Record<string, readonly string[]>> = {
  "node -e ''": ['-e', ''],
  'drill --help': [drill, '--help'],
  'drill --version': [drill, '--version'],
  'drill list': [drill, 'list'],
};

const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, args] of Object.entries(commands)) {
    const ms = time(name, args);
    // The first round fills the compile cache and the page cache.
    if (round > 0) times.get(name)?.push(ms);
  }
}

const base = median(times.get("node -e ''") ?? []);
console.log(`Node ${process.version}, ${ROUNDS} rounds, median and slowest`);
for (const [name, list] of times) {
  const middle = median(list);
  const cells = [name.padEnd(18), ms(middle), ms(Math.max(...list)), (middle / base).toFixed(2)];
  console.log(`${cells.join('  ')} x`);
}

function time(name: string, args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`.padStart(9);
}
