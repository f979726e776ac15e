import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { failureOf, KunrenError } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import type { PostgresHost } from '../postgres/postgres-host.ts';
import { claimHome } from './claim-home.ts';
import { Closers } from './closers.ts';
import { type DaemonRecord, removeDaemonRecord, writeDaemonRecord } from './daemon-record.ts';
import { listen } from './listen.ts';
import { lockHome } from './lock-home.ts';
import { type OpenSandbox, openSandbox } from './open-sandbox.ts';
import { answerOwn } from './own-routes.ts';

/** Without a request for so long the sandbox stops by itself; its data stays. */
const IDLE_MS: Ms = 30 * 60_000;
/** Another process may hold the lock for a moment, just to look. */
const LOCK_WAIT_MS: Ms = 200;
const PRUNE_EVERY_MS: Ms = 60_000;

export interface DaemonOptions {
  readonly home: string;
  /** Port of 127.0.0.1. @default the one of last time, at first any free one */
  readonly port?: number;
  /** @default 30 minutes */
  readonly idleMs?: Ms;
  readonly pid: number;
  readonly version: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Fires when the process shall end. */
  readonly signal: AbortSignal;
}

/**
 * The sandbox's process: holds its home, its databases and its cloud until it is told to stop or nobody has
 * asked it anything for a while. Returns when everything is stopped.
 * @throws KunrenError `SANDBOX_LOCKED` when another process has the home; and whatever kept it from starting,
 * which then also stands in `daemon.json`.
 */
export async function runDaemon(options: DaemonOptions): Promise<void> {
  const { home, log } = options;
  await claimHome(home);
  const lock = lockHome(home, LOCK_WAIT_MS);
  const closers = new Closers();
  const record = new Notebook(options);
  try {
    await serve(options, closers, record);
    await record.enter('stopping');
    await closers.close();
    await removeDaemonRecord(home);
    log('stopped');
  } catch (error) {
    await closers.close().catch((failure) => log(`while closing: ${failure}`));
    const explained = explain(error, home);
    await record.note({ phase: 'failed', failure: failureOf(explained) }).catch(() => undefined);
    throw explained;
  } finally {
    lock.release();
  }
}

/** Starts everything, and returns when it shall end. */
async function serve(options: DaemonOptions, closers: Closers, record: Notebook): Promise<void> {
  const { home, clock, log, idleMs = IDLE_MS } = options;
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  let open: OpenSandbox | undefined;
  let lastRequest = clock.monotonic();

  const server = createServer((request, response) => {
    lastRequest = clock.monotonic();
    const info = open && { ...open.place, version: options.version, boot: record.boot };
    const isAnswered = answerOwn(
      { info, clientLog: open?.clientLog, stop: () => stopping.abort() },
      request,
      response,
    );
    if (!isAnswered) open?.cloud.handle(request, response);
  });
  await record.note({ phase: 'starting' });
  await record.note({ port: await listen(server, home, options.port) });
  closers.add(async () => {
    server.close();
    server.closeAllConnections();
  });
  open = await openSandbox({ home, clock, log, closers, onPhase: (phase) => record.enter(phase) });
  lastRequest = clock.monotonic();
  await record.enter('ready');

  const pruning = keepPruning(open.host, options, signal);
  await untilIdle(clock, () => lastRequest + idleMs, signal);
  if (!signal.aborted) log('no request for a long time');
  stopping.abort();
  open = undefined;
  await pruning;
}

/** A full disk shows in many ways; each of them is no fault of the program. */
function explain(error: unknown, home: string): unknown {
  if (!/ENOSPC|No space left on device/.test(String(error))) return error;
  return new KunrenError(
    {
      code: 'DISK_FULL',
      message: `The disk that holds ${home} is full. The sandbox needs about 500 MB.`,
    },
    { cause: error },
  );
}

/** Keeps `daemon.json`. */
class Notebook {
  readonly boot = randomUUID();
  readonly #options: DaemonOptions;
  #record: DaemonRecord;

  constructor(options: DaemonOptions) {
    const { pid, version, clock } = options;
    const startedAt = new Date(clock.now()).toISOString();
    this.#options = options;
    this.#record = { pid, port: 0, version, startedAt, boot: this.boot, phase: 'starting' };
  }

  async note(change: Partial<DaemonRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    await writeDaemonRecord(this.#options.home, this.#record);
  }

  async enter(phase: DaemonRecord['phase']): Promise<void> {
    this.#options.log(phase);
    await this.note({ phase });
  }
}

/** Resolves when the time has passed without being put off, or when the signal fires. */
async function untilIdle(clock: Clock, until: () => number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const left = until() - clock.monotonic();
    if (left <= 0) return;
    await clock.sleep(left, signal).catch(() => undefined);
  }
}

async function keepPruning(
  host: PostgresHost,
  { clock, log }: Pick<DaemonOptions, 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(PRUNE_EVERY_MS, signal).catch(() => undefined);
    for (const id of host.running()) {
      if (signal.aborted) return;
      await host
        .pruneArchive(id)
        .catch((error) => log(`${id}: its archive is not pruned: ${error}`));
    }
  }
}
