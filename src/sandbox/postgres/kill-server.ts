import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import { isAlive } from './process-alive.ts';

const POLL_MS: Ms = 10;
const LIMIT_MS: Ms = 20_000;

/**
 * Ends a server and every process that it started in one blow, as a power cut does: nothing is written any more,
 * no session is told.
 * @throws KunrenError `DATABASE_STOP_FAILED`
 */
export async function killServer(clock: Clock, pid: number): Promise<void> {
  // Each of a server's processes leads a session of its own, so there is no group to send a signal to.
  const all = [...descendantsOf(pid, await listProcesses()), pid];
  // If the first saw the others die, or they it, some session would still be told.
  signal(pid, 'SIGSTOP');
  for (const one of all) signal(one, 'SIGKILL');
  const deadline = clock.monotonic() + LIMIT_MS;
  for (const one of all) {
    while (await isAlive(one)) {
      if (clock.monotonic() > deadline) {
        throw new KunrenError({
          code: 'DATABASE_STOP_FAILED',
          message: `The process ${one} of the PostgreSQL server ${pid} does not end.`,
        });
      }
      await clock.sleep(POLL_MS);
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
}

function descendantsOf(pid: number, processes: readonly Listed[]): readonly number[] {
  const children = processes.filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child.pid, ...descendantsOf(child.pid, processes)]);
}

async function listProcesses(): Promise<readonly Listed[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  if (pids.length > 0) {
    return Promise.all(
      pids.map(async (pid) => {
        const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
        return { pid: Number(pid), parent: Number(/^\d+ \(.*\) \S (\d+)/s.exec(status)?.[1]) };
      }),
    );
  }
  // No /proc.
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout.split('\n').map((line) => {
    const [pid, parent] = line.trim().split(/\s+/).map(Number);
    return { pid: pid ?? Number.NaN, parent: parent ?? Number.NaN };
  });
}
