import { createHash } from 'node:crypto';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { KunrenError } from '../core/failure.ts';
import type { Ms } from '../core/ports.ts';
import { claimHome, isSandboxHome, MARKER } from './daemon/claim-home.ts';
import {
  type DaemonInfo,
  type DaemonPhase,
  type DaemonRecord,
  EXIT_LOCKED,
  readDaemonRecord,
} from './daemon/daemon-record.ts';
import { explainEnd, logPath, type SpawnedDaemon, spawnDaemon } from './daemon/spawn-daemon.ts';
import { systemClock } from './daemon/system-clock.ts';
import { takeOver } from './daemon/take-over.ts';
import { readVersion } from './daemon/version.ts';
import { isAlive } from './postgres/process-alive.ts';
import { SIMULATOR_PATH } from './simulator/simulator-path.ts';

/** A sandbox that is ready. */
export interface SandboxInfo
  extends Pick<DaemonInfo, 'region' | 'otherRegions' | 'accountId' | 'database' | 'dns'> {
  /** For `AWS_ENDPOINT_URL`. */
  readonly endpointUrl: string;
  /** Of the sign-in simulator, for a browser. */
  readonly signInUrl: string;
  readonly version: string;
  readonly pid: number;
}

export type SandboxStatus =
  | ({ readonly running: true } & SandboxInfo)
  /** With a phase: its process is there, but not ready. */
  | { readonly running: false; readonly phase?: DaemonPhase };

export interface EnsureSandboxOptions {
  readonly home: string;
  /** Told of each phase once, for people. */
  readonly onPhase?: (phase: DaemonPhase) => void;
  /** Time without a request after which the sandbox stops by itself. Only for a start. @default 30 minutes */
  readonly idleMs?: Ms;
  /** Port of 127.0.0.1. Only for a start. @default the one of last time, at first any free one */
  readonly port?: number;
}

const LOOK_EVERY_MS: Ms = 40;
const START_LIMIT_MS: Ms = 180_000;
const OTHERS_START_MS: Ms = 5000;
const ANSWER_LIMIT_MS: Ms = 3000;

/**
 * Returns when the sandbox is ready; starts it when it does not run, or runs with another version of Kunren.
 * Any number of processes may call this at once: one sandbox comes of it.
 * @throws KunrenError `PORT_IN_USE`, `SANDBOX_HOME_FOREIGN`, `SANDBOX_HOME_UNUSABLE`, `SANDBOX_FAILED`,
 * `SANDBOX_NOT_READY`, or what else kept the sandbox from starting; `details` has the end of its log.
 */
export async function ensureSandbox(options: EnsureSandboxOptions): Promise<SandboxInfo> {
  const { home, onPhase } = options;
  await claimHome(home);
  const version = await readVersion();
  const deadline = systemClock.monotonic() + START_LIMIT_MS;
  let spawnAgainAt = systemClock.monotonic() + OTHERS_START_MS;
  let phase: DaemonPhase | undefined;
  let child: SpawnedDaemon | undefined;
  for (;;) {
    const record = await readDaemonRecord(home);
    const found = record && (await askInfo(record));
    if (found?.version === version) return found;
    if (found) {
      onPhase?.('stopping');
      (await takeOver(home, systemClock)).lock.release();
    }
    const starting = record && (await isStarting(record));
    if (starting && record.phase !== phase) {
      phase = record.phase;
      onPhase?.(phase);
    }
    const exit = child?.exit();
    if (child && exit && exit.code !== EXIT_LOCKED) throw await explainEnd(home, child);
    // Somebody else's start may have come first, and this one waits for it; but not for ever, since the number
    // of a process that died can belong to another one now.
    const now = systemClock.monotonic();
    if ((!child || exit) && (!starting || now > spawnAgainAt)) {
      child = await spawnDaemon(home, options);
      spawnAgainAt = now + OTHERS_START_MS;
    }
    if (now > deadline) throw notReady(home, record);
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}

export async function sandboxStatus({ home }: { readonly home: string }): Promise<SandboxStatus> {
  const record = await readDaemonRecord(home);
  const info = record && (await askInfo(record));
  if (info) return { running: true, ...info };
  return record && (await isStarting(record))
    ? { running: false, phase: record.phase }
    : { running: false };
}

/**
 * Stops the sandbox's process, and servers that outlived one; the data stays.
 * @returns whether anything was running
 */
export async function stopSandbox({ home }: { readonly home: string }): Promise<boolean> {
  if (!(await isSandboxHome(home))) return false;
  const { lock, wasRunning } = await takeOver(home, systemClock);
  lock.release();
  return wasRunning;
}

/**
 * Stops the sandbox and deletes its home.
 * @throws KunrenError `SANDBOX_HOME_FOREIGN` when the folder is no sandbox's home
 */
export async function resetSandbox({ home }: { readonly home: string }): Promise<void> {
  if ((await readdir(home).catch(() => [])).length === 0) return;
  if (!(await isSandboxHome(home))) {
    throw new KunrenError({
      code: 'SANDBOX_HOME_FOREIGN',
      message: `The folder ${home} is no sandbox of Kunren, so it is not deleted.`,
      class: 'safety',
    });
  }
  const { lock } = await takeOver(home, systemClock);
  try {
    for (const name of await readdir(home)) {
      if (name !== MARKER) await rm(join(home, name), { recursive: true, force: true });
    }
    // Last: a deletion that was interrupted can be taken up again.
    await rm(join(home, MARKER));
    await rmdir(home);
  } finally {
    lock.release();
  }
}

/**
 * Where the sandbox of a project lives. Root's is below `/var/lib`: the databases run as another user, who cannot
 * enter root's own folder. `KUNREN_SANDBOX_HOME` overrides.
 */
export function defaultSandboxHome(
  projectRoot: string,
  env: { readonly [name: string]: string | undefined },
): string {
  const override = env['KUNREN_SANDBOX_HOME'];
  if (override) return resolve(projectRoot, override);
  const digest = createHash('sha256').update(projectRoot).digest('hex').slice(0, 8);
  if (process.getuid?.() === 0) return `/var/lib/kunren/sandbox-${digest}`;
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  return join(state, 'kunren', `sandbox-${digest}`);
}

/** What the process of this record says, if it is ready and still the one on that port. */
async function askInfo(record: DaemonRecord): Promise<SandboxInfo | undefined> {
  if (record.phase !== 'ready') return undefined;
  const endpointUrl = `http://127.0.0.1:${record.port}`;
  try {
    const response = await fetch(`${endpointUrl}/_sandbox/info`, {
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    if (!response.ok) return undefined;
    const { boot, ...info } = (await response.json()) as DaemonInfo;
    const signInUrl = `${endpointUrl}${SIMULATOR_PATH}`;
    return boot === record.boot ? { ...info, endpointUrl, signInUrl, pid: record.pid } : undefined;
  } catch {
    return undefined;
  }
}

async function isStarting({ phase, pid }: DaemonRecord): Promise<boolean> {
  return phase !== 'ready' && phase !== 'failed' && (await isAlive(pid));
}

function notReady(home: string, record: DaemonRecord | undefined): KunrenError {
  return new KunrenError({
    code: 'SANDBOX_NOT_READY',
    message: `The sandbox is not ready after ${START_LIMIT_MS / 1000} seconds; it is in the phase "${record?.phase ?? 'starting'}". See ${logPath(home)}.`,
  });
}
