import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Clock } from '../../core/ports.ts';
import { withAdmin } from './admin-session.ts';
import type { PostgresBinaries } from './binaries.ts';
import { type DatabaseFiles, writeOwned } from './database-files.ts';
import { findFreePort } from './free-port.ts';
import { isAlive, isServerOf } from './process-alive.ts';
import { type RecoveryTarget, type StandbyRole, serverSettings } from './settings.ts';
import type { SystemUser } from './system-user.ts';
import { ARCHIVE_FOLDER, RESTORE_FOLDER } from './wal-archive.ts';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

/** What every server process of one sandbox needs. */
export interface ServerEnvironment {
  readonly clock: Clock;
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser | undefined;
  readonly password: string;
}

export interface LaunchOptions {
  readonly preferredPort?: number;
  /** What it does before it takes writes. */
  readonly role?: RecoveryTarget | StandbyRole;
  /** Where a recovery finds the logs that it replays. */
  readonly archive?: string;
}

const POLL_MS = 20;
const MOST_TRIES = 25;
/** Longer than any recovery that makes sense here; a server that takes longer hangs. */
const START_LIMIT_MS = 120_000;
const ADOPT_LIMIT_MS = 10_000;
const FAST_STOP_LIMIT_MS = 20_000;

/**
 * Starts a server and waits until it answers queries, its recovery done; a standby recovers for ever.
 * It is no part of this process's group: it outlives a crash of the sandbox and is adopted later.
 * @throws KunrenError `DATABASE_START_FAILED`
 */
export async function launchServer(
  environment: ServerEnvironment,
  files: DatabaseFiles,
  options: LaunchOptions = {},
): Promise<RunningServer> {
  const { role, archive } = options;
  let { preferredPort } = options;
  // What was set while it ran, or came with a copy of another server, does not outlive a start.
  await writeOwned(join(files.data, 'postgresql.auto.conf'), '', environment.user);
  for (let tries = 1; ; tries += 1) {
    const port = await findFreePort(preferredPort);
    const settings = serverSettings(port, role);
    await writeOwned(join(files.data, 'postgresql.conf'), settings, environment.user);
    const outcome = await tryToLaunch(environment, files, port, archive);
    if (outcome.status === 'ready') return { pid: outcome.pid, port };
    // Between the look at the port and the server's own bind somebody else can take it.
    const portTaken = /could not bind IPv4|could not create any TCP/.test(outcome.log);
    // A server that was killed a moment ago leaves children, which need a moment to notice.
    const notGoneYet = /pre-existing shared memory block|lock file .* already exists/.test(
      outcome.log,
    );
    if (portTaken) preferredPort = undefined;
    if ((portTaken || notGoneYet) && tries < MOST_TRIES) {
      await environment.clock.sleep(notGoneYet ? 200 : 0);
      continue;
    }
    throw new KunrenError({
      code: 'DATABASE_START_FAILED',
      message: `PostgreSQL did not start: ${findComplaint(outcome.log)}`,
      details: { log: files.log, tail: outcome.log.slice(-2000) },
    });
  }
}

async function tryToLaunch(
  environment: ServerEnvironment,
  files: DatabaseFiles,
  port: number,
  restoreFrom: string | undefined,
): Promise<{ status: 'ready'; pid: number } | { status: 'ended'; log: string }> {
  const { clock, binaries, user, password } = environment;
  const log = await open(files.log, 'a', 0o600);
  const logStart = (await log.stat()).size;
  const child = spawn(binaries.postgres, ['-D', files.data], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      PATH: process.env['PATH'],
      LC_ALL: 'C',
      [ARCHIVE_FOLDER]: files.archive,
      ...(restoreFrom !== undefined && { [RESTORE_FOLDER]: restoreFrom }),
    },
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  try {
    await once(child, 'spawn');
  } finally {
    await log.close();
  }
  child.unref();
  const pid = child.pid as number;
  const deadline = clock.monotonic() + START_LIMIT_MS;
  while (!ended && clock.monotonic() < deadline) {
    const claim = await readClaim(files.data);
    // The server says in its claim when it is ready; asking it by connecting would fill its log with refusals.
    const isReady = claim?.pid === pid && claim.ready;
    if (isReady && (await isOpen({ port, password }))) return { status: 'ready', pid };
    await clock.sleep(POLL_MS);
  }
  if (!ended) await shutDownServer(environment, files, pid, 'now');
  const written = (await readFile(files.log)).subarray(logStart).toString('utf8');
  return { status: 'ended', log: written };
}

/**
 * Finds the live server of a data directory, whoever started it; when it is just coming up, waits until it is
 * ready.
 */
export async function findServer(
  { clock }: Pick<ServerEnvironment, 'clock'>,
  files: DatabaseFiles,
): Promise<RunningServer | undefined> {
  const deadline = clock.monotonic() + ADOPT_LIMIT_MS;
  for (;;) {
    const claim = await readClaim(files.data);
    if (!claim || !(await isAlive(claim.pid))) return undefined;
    if (!(await isServerOf(claim.pid, files.data))) {
      // The number belongs to another process now, as happens after a reboot. PostgreSQL would believe the claim.
      await rm(claimPath(files.data), { force: true });
      return undefined;
    }
    if (claim.ready || clock.monotonic() >= deadline) return claim;
    await clock.sleep(POLL_MS);
  }
}

/** Ends whatever server works on a data directory that is going to be removed. */
export async function endLeftover(
  environment: Pick<ServerEnvironment, 'clock'>,
  files: DatabaseFiles,
): Promise<void> {
  const claim = await readClaim(files.data);
  if (!claim || !(await isAlive(claim.pid)) || !(await isServerOf(claim.pid, files.data))) return;
  await shutDownServer(environment, files, claim.pid, 'now');
}

/**
 * Asks a server to end and waits until it has.
 * @param how - `fast`: ends sessions, writes everything; `now`: drops everything, the next start recovers.
 */
export async function shutDownServer(
  { clock }: Pick<ServerEnvironment, 'clock'>,
  files: DatabaseFiles,
  pid: number,
  how: 'fast' | 'now',
): Promise<void> {
  const signals: readonly NodeJS.Signals[] =
    how === 'fast' ? ['SIGINT', 'SIGQUIT', 'SIGKILL'] : ['SIGQUIT', 'SIGKILL'];
  for (const signal of signals) {
    const deadline = clock.monotonic() + FAST_STOP_LIMIT_MS;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    while (clock.monotonic() < deadline) {
      if (!(await isAlive(pid))) return;
      await clock.sleep(POLL_MS);
    }
  }
  throw new KunrenError({
    code: 'DATABASE_STOP_FAILED',
    message: `The PostgreSQL process ${pid} of ${files.root} does not end.`,
  });
}

/** Whether a server lets the sandbox in. It lets nobody in before it has the data that it shall have. */
async function isOpen(server: {
  readonly port: number;
  readonly password: string;
}): Promise<boolean> {
  return withAdmin(server, (client) => client.query('SELECT 1')).then(
    () => true,
    () => false,
  );
}

function claimPath(data: string): string {
  return join(data, 'postmaster.pid');
}

/** What a server writes into its data directory about itself. */
async function readClaim(
  data: string,
): Promise<(RunningServer & { readonly ready: boolean }) | undefined> {
  const lines = (await readFile(claimPath(data), 'utf8').catch(() => '')).split('\n');
  const [pid, port, status] = [Number(lines[0]), Number(lines[3]), lines[7]?.trim()];
  return pid > 0 && port > 0 ? { pid, port, ready: status === 'ready' } : undefined;
}

/** The line of what a PostgreSQL program said that tells why it ended. */
export function findComplaint(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const fatal = lines.filter((line) => /(FATAL|PANIC|ERROR|error):/.test(line)).at(-1);
  return (
    fatal?.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '') ?? lines.at(-1) ?? 'it said nothing.'
  );
}

/** Whether the data directory was made by this major version of PostgreSQL. */
export async function assertVersion(data: string, binaries: PostgresBinaries): Promise<void> {
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (made === binaries.major) return;
  throw new KunrenError({
    code: 'POSTGRES_VERSION_CHANGED',
    message: `The sandbox's databases were made by PostgreSQL ${made}, and ${binaries.major} is installed now. Reset the sandbox.`,
  });
}
