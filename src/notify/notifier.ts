import { type Channel, type Notice, takesNotice } from '../core/notification.ts';
import type { Clock, Ms } from '../core/ports.ts';
import { DoNotRetry } from './do-not-retry.ts';
import { type SendOptions, send } from './send.ts';

/** Time before the second, the third and the fourth try. */
const PAUSES_MS: readonly Ms[] = [1000, 5000, 30_000];
/** Of one try. */
const TRY_MS: Ms = 15_000;

export interface NotifierOptions {
  readonly channels: readonly Channel[];
  readonly env: SendOptions['env'];
  readonly clock: Clock;
  readonly publish: SendOptions['publish'];
  /** Takes secrets out of a text. */
  redact(text: string): string;
  /** A line for whoever is at the machine: a notice was given up. */
  onFailure(line: string): void;
}

/** Sends notices without anybody waiting for it. Each channel gets them in order; one that is down holds up no other. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #queues = new Map<string, Promise<void>>();
  readonly #over = new AbortController();
  /** Notices that some channel gave up, and those that some channel took. */
  readonly #givenUp = new Set<Notice>();
  readonly #taken = new Set<Notice>();

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** Never throws and never waits. */
  notify(notice: Notice): void {
    const { channels, redact } = this.#options;
    const clean: Notice = {
      ...notice,
      title: redact(notice.title),
      lines: notice.lines.map(redact),
    };
    for (const channel of channels) {
      if (!takesNotice(channel, notice)) continue;
      const before = this.#queues.get(channel.name) ?? Promise.resolve();
      this.#queues.set(
        channel.name,
        before.then(async () => {
          const isTaken = await this.#deliver(channel, clean);
          (isTaken ? this.#taken : this.#givenUp).add(notice);
        }),
      );
    }
  }

  /**
   * Waits for what is on its way, but no longer than this; what is left then is given up, and told.
   * @returns the notices that no channel took which should have
   */
  async close(patienceMs: Ms): Promise<ReadonlySet<Notice>> {
    const { clock } = this.#options;
    const stop = new AbortController();
    const delivered = Promise.all(this.#queues.values()).then(() => stop.abort());
    await clock.sleep(patienceMs, stop.signal).catch(() => undefined);
    this.#over.abort();
    await delivered;
    return new Set([...this.#givenUp].filter((notice) => !this.#taken.has(notice)));
  }

  /** @returns whether the channel has taken it */
  async #deliver(channel: Channel, notice: Notice): Promise<boolean> {
    const { env, clock, publish, onFailure } = this.#options;
    const { signal: over } = this.#over;
    for (let tries = 0; ; tries += 1) {
      try {
        over.throwIfAborted();
        await limited(clock, over, (signal) =>
          send(channel, notice, { env, clock, publish, signal }),
        );
        return true;
      } catch (error) {
        const pause = PAUSES_MS[tries];
        if (error instanceof DoNotRetry || pause === undefined || over.aborted) {
          const reason = over.aborted ? 'it took too long' : messageOf(error);
          onFailure(`notification ${channel.name} (${notice.event}) was not delivered: ${reason}`);
          return false;
        }
        await clock.sleep(pause, over).catch(() => undefined);
      }
    }
  }
}

/** Gives up on what does not end by itself, without waiting for it. */
async function limited(
  clock: Clock,
  over: AbortSignal,
  task: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const done = new AbortController();
  const late = new AbortController();
  const signal = AbortSignal.any([over, late.signal]);
  const limit = clock.sleep(TRY_MS, AbortSignal.any([over, done.signal])).then(
    () => {
      late.abort();
      throw new Error(`no answer within ${TRY_MS / 1000} s`);
    },
    // Done, or all is over.
    () => over.throwIfAborted(),
  );
  try {
    await Promise.race([task(signal).then(() => done.abort()), limit]);
  } finally {
    done.abort();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
