import { type FSWatcher, watch } from 'node:fs';
import type { Clock, Ms } from '../core/ports.ts';

export interface WatchOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** Time between two looks where the system reports no changes. @default 1_000 */
  readonly pollMs?: Ms;
}

/**
 * Yields at once, and then whenever something in the folder may have changed, until the signal fires.
 * The system's notifications make it fast; the slow poll makes it right where there are none (network file systems).
 */
export async function* folderChanges(folder: string, options: WatchOptions): AsyncGenerator<void> {
  const { clock, signal, pollMs = 1_000 } = options;
  let changed = true;
  let wake = () => {};
  const notify = () => {
    changed = true;
    wake();
  };
  const watcher = tryWatch(folder, notify);
  signal.addEventListener('abort', notify);
  try {
    while (!signal.aborted) {
      if (!changed) {
        const pause = new AbortController();
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const slept = clock.sleep(pollMs, pause.signal).catch(() => undefined);
        await Promise.race([woken, slept]);
        pause.abort();
      }
      if (signal.aborted) return;
      changed = false;
      yield;
    }
  } finally {
    signal.removeEventListener('abort', notify);
    watcher?.close();
  }
}

function tryWatch(folder: string, notify: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, notify);
    // E.g. out of inotify watches: the poll goes on alone.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
