import type pg from 'pg';
import type { Clock } from '../../core/ports.ts';
import { openAdmin } from './admin-session.ts';

export interface ServerWatch {
  /** Ends the watch; resolves when it touches nothing any more. */
  stop(): Promise<void>;
}

export interface WatchOptions {
  readonly clock: Clock;
  /** Where the server is now; it may move to another port when it is started again. */
  readonly server: () => { readonly port: number; readonly password: string };
  /** What is to be seen to every second; when it fails the session counts as broken. */
  readonly look: (client: pg.Client) => Promise<void>;
  /** The session broke: brings the server back when its process has ended. */
  readonly onLost: () => Promise<void>;
}

const LOOK_EVERY_MS = 1000;
const QUERY_LIMIT_MS = 10_000;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;

/** Keeps one session open to a server, to notice its end at once and to look after it. */
export function watchServer(options: WatchOptions): ServerWatch {
  const { clock, server, look, onLost } = options;
  const stopped = new AbortController();
  const { signal } = stopped;

  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

  async function follow(onConnected: () => void): Promise<void> {
    const client = await openAdmin(server(), { queryTimeoutMs: QUERY_LIMIT_MS, alone: true });
    onConnected();
    const lost = new AbortController();
    client.once('end', () => lost.abort());
    const interrupted = AbortSignal.any([signal, lost.signal]);
    try {
      while (!signal.aborted) {
        await look(client);
        await clock.sleep(LOOK_EVERY_MS, interrupted);
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await follow(() => {
          retryMs = FIRST_RETRY_MS;
        });
      } catch {
        if (signal.aborted) return;
        // Not waited for once the watch is stopped: whoever stops it may hold up the bringing back.
        await Promise.race([onLost(), aborted]).catch(() => undefined);
        await clock.sleep(retryMs, signal).catch(() => undefined);
        retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
      }
    }
  }

  const running = run();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
