import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** T0 */
export const IMPACT = '2026-11-24T01:00:00.000Z';

/** An instant some milliseconds after T0. */
export function sinceImpact(ms: number): string {
  return new Date(Date.parse(IMPACT) + ms).toISOString();
}

/** Requests every 100 ms from one time after T0 to another one, the end left out. */
export function requests(from: number, to: number, ok: boolean): object[] {
  return Array.from({ length: Math.round((to - from) / 100) }, (_, index) => {
    const at = sinceImpact(from + index * 100);
    return { at, key: `order-${at}`, ok, status: ok ? 201 : 503, ms: 4 };
  });
}

/** A log as a file, in a folder of its own. */
export async function logFile(lines: readonly (object | string)[]) {
  const home = await mkdtemp(join(tmpdir(), 'kunren-log-'));
  const path = join(home, 'client.ndjson');
  const write = (all: readonly (object | string)[]) =>
    writeFile(
      path,
      all.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    );
  await write(lines);
  return { path, write, remove: () => rm(home, { recursive: true }) };
}
