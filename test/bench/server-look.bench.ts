/**
 * What the sandbox's look at one of its servers costs: over the session that is kept, and over a new one each time.
 *   node test/bench/server-look.bench.ts
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/cli/system-clock.ts';
import { withAdmin } from '../../src/sandbox/postgres/admin-session.ts';
import { KeptSession } from '../../src/sandbox/postgres/kept-session.ts';
import { openPostgresHost } from '../../src/sandbox/postgres/postgres-host.ts';

const ROUNDS = 20;
const LOOKS = 20;

const home = await mkdtemp(join(tmpdir(), 'kunren-bench-'));
const host = await openPostgresHost({ home, clock: systemClock });
try {
  const login = { id: 'bench', masterUser: 'master', masterPassword: 'bench' };
  const { port } = await host.create(login);
  const server = { port, password: await readFile(join(home, 'admin-password'), 'utf8') };
  const session = new KeptSession(() => server);
  const ways = {
    kept: () => session.look((client) => client.query('SELECT 1')),
    new: () => withAdmin(server, (client) => client.query('SELECT 1')),
  };
  const ms = { kept: [] as number[], new: [] as number[] };
  // The two take turns, so that a busy moment of the machine hits both; the first round opens the kept session.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const way of ['kept', 'new'] as const) {
      const start = performance.now();
      for (let look = 0; look < LOOKS; look += 1) await ways[way]();
      if (round > 0) ms[way].push((performance.now() - start) / LOOKS);
    }
  }
  await session.end();
  const kept = median(ms.kept);
  console.log(`kept session   ${kept.toFixed(2).padStart(7)} ms a look`);
  console.log(
    `new session    ${median(ms.new).toFixed(2).padStart(7)} ms a look   ${(median(ms.new) / kept).toFixed(1)} x`,
  );
} finally {
  await host.close('stop');
  await rm(home, { recursive: true, force: true });
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
