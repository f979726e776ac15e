import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { ActivityContext } from '../../core/activity.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';

/** One request of a client, as one line of its log. */
export interface LogEntry {
  /** When it was sent. */
  readonly at: Instant;
  /** Of what it wrote; acknowledged when `ok`. */
  readonly key?: string;
  readonly ok: boolean;
}

export type ClientLog =
  | {
      /** In the order in which they were sent. */
      readonly entries: readonly LogEntry[];
      /** Lines that are no entries and were left out. */
      readonly malformed: number;
      /** Median time between two requests; 0 where there are fewer than two. */
      readonly everyMs: Ms;
    }
  | { readonly unreadable: string };

export interface ClientLogInput {
  /**
   * URL (http or https) or path of a file with NDJSON: `{"at", "ok", "key"?}` and whatever else.
   * `sandbox:client` is the log of the client that the sandbox brings.
   */
  readonly log: string;
  /**
   * Whose log it is, for the report.
   * @default the URL or path itself
   */
  readonly source?: string;
}

const SANDBOX_CLIENT = 'sandbox:client';
const TRIES = 3;
const TRY_AGAIN_MS: Ms = 300;

/**
 * Reads what a client has logged from an instant on. A URL is asked for it with `?from=<instant>`.
 * A log that cannot be read fails nothing: what it would have shown stays unknown.
 */
export async function readClientLog(
  context: Pick<ActivityContext<Pick<Services, 'sandbox'>>, 'clock' | 'signal' | 'services'>,
  { log }: ClientLogInput,
  from: Instant,
): Promise<ClientLog> {
  let unreadable = '';
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if (tries > 1) await context.clock.sleep(TRY_AGAIN_MS, context.signal);
    try {
      const place = log === SANDBOX_CLIENT ? context.services.sandbox?.clientLogUrl : log;
      if (place === undefined) return { unreadable: 'there is no sandbox here' };
      return await readEntries(await openLog(place, from, context.signal), from);
    } catch (error) {
      context.signal.throwIfAborted();
      unreadable = reasonOf(error);
    }
  }
  return { unreadable };
}

async function openLog(log: string, from: Instant, signal: AbortSignal): Promise<Readable> {
  if (!/^https?:/.test(log)) return createReadStream(log);
  const url = new URL(log);
  url.searchParams.set('from', from);
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`${url.origin} answered ${response.status}`);
  return Readable.fromWeb(response.body as ReadableStream);
}

async function readEntries(input: Readable, from: Instant): Promise<ClientLog> {
  const entries: LogEntry[] = [];
  let malformed = 0;
  try {
    // An error of the stream below does not reach the loop over its lines by itself.
    const failed = new Promise<never>((_resolve, reject) => input.once('error', reject));
    const lines = async () => {
      for await (const line of createInterface({ input, crlfDelay: Infinity })) {
        if (line.trim() === '') continue;
        const entry = readEntry(line);
        if (!entry) malformed += 1;
        else if (entry.at >= from) entries.push(entry);
      }
    };
    await Promise.race([failed, lines()]);
  } finally {
    input.destroy();
  }
  entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { entries, malformed, everyMs: medianDistance(entries) };
}

function readEntry(line: string): LogEntry | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { at, ok, key } = (json ?? {}) as { readonly [key in keyof LogEntry]?: unknown };
  if (typeof at !== 'string' || typeof ok !== 'boolean') return undefined;
  const time = Date.parse(at);
  if (Number.isNaN(time)) return undefined;
  // In one form, so that instants can be compared as texts.
  const instant = new Date(time).toISOString();
  return { at: instant, ok, ...(typeof key === 'string' && { key }) };
}

function medianDistance(entries: readonly LogEntry[]): Ms {
  const times = entries.map(({ at }) => Date.parse(at));
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
