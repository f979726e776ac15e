import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Clock, Ms } from '../../src/core/ports.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Turns of the event loop without anything going on, after which everybody is taken to wait for time. */
const QUIET_TURNS = 6;

/**
 * A clock whose time moves only while nothing else does: no file is being written, no request of this process is on
 * its way, and nobody holds it. Then it jumps to the end of the next sleep. So a slow machine makes nothing late, and
 * nothing is waited for.
 */
export class IdleClock implements Clock {
  #wall: number;
  #mono = 1000;
  #holds = 0;
  #pumping = false;
  readonly #sleepers = new Set<Sleeper>();

  constructor(start = '2026-11-24T01:00:00.000Z') {
    this.#wall = Date.parse(start);
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#mono;
  }

  /** Time stands still until the returned function is called. */
  hold(): () => void {
    this.#holds += 1;
    let held = true;
    return () => {
      if (held) this.#holds -= 1;
      held = false;
    };
  }

  /** From now on requests that this process sends hold the clock. @returns to be called in the end */
  followRequests(): () => void {
    const onRequest = (message: unknown) => {
      const { request } = message as { readonly request: ClientRequest };
      request.once('close', this.hold());
    };
    const fetching = new Map<object, () => void>();
    const onFetch = (message: unknown) => {
      const { request } = message as { readonly request: object };
      fetching.set(request, this.hold());
    };
    const onFetched = (message: unknown) => {
      const { request } = message as { readonly request: object };
      fetching.get(request)?.();
      fetching.delete(request);
    };
    const channels = {
      'http.client.request.start': onRequest,
      'undici:request:create': onFetch,
      'undici:request:trailers': onFetched,
      'undici:request:error': onFetched,
    };
    for (const [name, listener] of Object.entries(channels)) subscribe(name, listener);
    return () => {
      for (const [name, listener] of Object.entries(channels)) unsubscribe(name, listener);
    };
  }

  sleep(ms: Ms, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper: Sleeper = {
        at: this.#mono + ms,
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.add(sleeper);
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    let quiet = 0;
    const turn = () => {
      quiet = this.#isBusy() ? 0 : quiet + 1;
      if (quiet >= QUIET_TURNS) {
        quiet = 0;
        this.#jump();
      }
      if (this.#sleepers.size > 0) setImmediate(turn);
      else this.#pumping = false;
    };
    setImmediate(turn);
  }

  #isBusy(): boolean {
    return this.#holds > 0 || process.getActiveResourcesInfo().some((each) => WORK.has(each));
  }

  #jump(): void {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) if (!next || sleeper.at < next.at) next = sleeper;
    if (!next) return;
    this.#sleepers.delete(next);
    const ms = Math.max(0, next.at - this.#mono);
    this.#wall += ms;
    this.#mono += ms;
    next.wake();
  }
}

/** What Node.js calls work that will end by itself; a socket that is only open is none. */
const WORK = new Set(['FSReqPromise', 'FSReqCallback', 'TCPConnectWrap', 'GetAddrInfoReqWrap']);
