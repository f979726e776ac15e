import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import { databaseFiles, databasesFolder } from '../postgres/database-files.ts';
import { isAlive } from '../postgres/process-alive.ts';
import { readDaemonRecord, removeDaemonRecord } from './daemon-record.ts';
import type { HomeLock } from './lock-home.ts';

const ASK_EVERY_MS: Ms = 100;
/** Ending the servers in order takes seconds; a process that takes longer hangs. */
const PATIENCE_MS: Ms = 60_000;

export interface TakenHome {
  readonly lock: HomeLock;
  /** Whether anything of the sandbox was running. */
  readonly wasRunning: boolean;
}

/** Ends a sandbox's process and its servers, and takes the lock of its home. The caller releases it. */
export async function takeOver(home: string, clock: Clock): Promise<TakenHome> {
  const { lock, wasRunning } = await takeLock(home, clock);
  try {
    const hadServers = await endServers(home, clock);
    await removeDaemonRecord(home);
    return { lock, wasRunning: wasRunning || hadServers };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function takeLock(home: string, clock: Clock): Promise<TakenHome> {
  const { lockHome } = await import('./lock-home.ts');
  const deadline = clock.monotonic() + PATIENCE_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return { lock: lockHome(home, 0), wasRunning: tries > 0 };
    } catch (error) {
      if (!(error instanceof KunrenError)) throw error;
      // Whoever holds the lock has written the record, or is about to.
      const record = await readDaemonRecord(home);
      const isLate = clock.monotonic() > deadline;
      if (isLate && !(record && (await isAlive(record.pid)))) throw error;
      if (record && isLate) process.kill(record.pid, 'SIGKILL');
      else if (record) await askToStop(record.port);
      await clock.sleep(ASK_EVERY_MS);
    }
  }
}

async function askToStop(port: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/_sandbox/stop`, {
    method: 'POST',
    signal: AbortSignal.timeout(2000),
  }).catch(() => undefined);
}

/** Servers outlive a sandbox's process that was killed. */
async function endServers(home: string, clock: Clock): Promise<boolean> {
  const ids = await readdir(databasesFolder(home)).catch(() => []);
  const claims = ids.map((id) => join(databaseFiles(home, id).data, 'postmaster.pid'));
  if (!claims.some((claim) => existsSync(claim))) return false;
  const { openPostgresHost } = await import('../postgres/postgres-host.ts');
  const host = await openPostgresHost({ home, clock });
  const hadServers = host.running().length > 0;
  await host.close('stop');
  return hadServers;
}
