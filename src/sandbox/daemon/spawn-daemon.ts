import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import { readDaemonRecord } from './daemon-record.ts';

/** The file of the sandbox's process beside the bundled command. */
const BUNDLED_ENTRY = './sandbox-daemon.js';
const LARGEST_LOG_BYTES = 2_000_000;
const TAIL_LINES = 20;

export interface SpawnedDaemon {
  readonly pid: number;
  /** `undefined` while it runs. */
  exit(): { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
}

/** Starts the sandbox's process, independent of this one; what it says goes to `daemon.log`. */
export async function spawnDaemon(
  home: string,
  options: { readonly port?: number | undefined; readonly idleMs?: Ms | undefined },
): Promise<SpawnedDaemon> {
  const { port, idleMs } = options;
  const log = await openLog(home);
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(entry()),
      home,
      ...(port === undefined ? [] : ['--port', String(port)]),
      ...(idleMs === undefined ? [] : ['--idle', String(idleMs)]),
    ],
    {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      // Of the environment it gets what it needs: no credentials of an AWS account.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
    },
  );
  let exit: ReturnType<SpawnedDaemon['exit']>;
  child.once('exit', (code, signal) => {
    exit = { code, signal };
  });
  try {
    await once(child, 'spawn');
  } finally {
    await log.close();
  }
  child.unref();
  return { pid: child.pid as number, exit: () => exit };
}

/** Why a daemon ended before it was ready: what it wrote down, else what it said last. */
export async function explainEnd(home: string, daemon: SpawnedDaemon): Promise<KunrenError> {
  const log = logPath(home);
  const tail = (await readFile(log, 'utf8').catch(() => ''))
    .trimEnd()
    .split('\n')
    .slice(-TAIL_LINES);
  const details = { log, tail };
  const record = await readDaemonRecord(home);
  if (record?.pid === daemon.pid && record.failure) {
    return new KunrenError({ ...record.failure, details });
  }
  const exit = daemon.exit();
  const lastWords =
    tail.findLast((line) => /(Error|[A-Z]+_[A-Z]+)\]?: \S/.test(line)) ?? tail.at(-1);
  const how = exit?.signal ? `was ended by ${exit.signal}` : `ended with code ${exit?.code}`;
  return new KunrenError({
    code: 'SANDBOX_FAILED',
    message: `The sandbox's process ${how} before it was ready. Its last words in ${log}: ${lastWords}`,
    details,
  });
}

export function logPath(home: string): string {
  return join(home, 'daemon.log');
}

function entry(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('./main.ts', import.meta.url)
    : new URL(BUNDLED_ENTRY, import.meta.url);
}

/** One older log is kept. */
async function openLog(home: string) {
  const path = logPath(home);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG_BYTES) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
}
