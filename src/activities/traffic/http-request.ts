import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { Ms } from '../../core/ports.ts';
import { ask } from '../dns/resolve.ts';

export interface HttpTarget {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** @default false */
  readonly tls?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** Where the name led. */
  readonly address: string;
  readonly body: string;
}

const IDLE_MS: Ms = 2_000;
/** More than a health page needs, and no more than fits in memory. */
const LONGEST_BODY = 64 * 1024;

/**
 * One real GET request over a connection of its own.
 * @param servers - DNS servers that the host's name is looked up with, each time; none: those of this machine
 * @throws Error when there is no answer.
 */
export async function get(
  target: HttpTarget,
  servers: readonly string[],
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { host, port, path, tls = false } = target;
  // Node makes all of its HTTP ready at an import, which every command would pay for.
  const { request } = tls ? await import('node:https') : await import('node:http');
  return await new Promise((resolve, reject) => {
    const sent = request(
      {
        host,
        port,
        path,
        lookup: lookupWith(servers, signal),
        agent: false,
        timeout: IDLE_MS,
        signal,
      },
      (response) => readAnswer(response).then(resolve, reject),
    );
    sent.on('timeout', () => sent.destroy(new Error(`no answer for ${IDLE_MS} ms`)));
    sent.on('error', reject);
    sent.end();
  });
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const address = response.socket.remoteAddress ?? '';
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    body += chunk;
    if (body.length > LONGEST_BODY) break;
  }
  return { status: response.statusCode ?? 0, address, body };
}

function lookupWith(servers: readonly string[], signal: AbortSignal): LookupFunction {
  return (host, options, callback) => {
    addressesOf(host, servers, signal).then(
      (found) => {
        const [first] = found;
        if (options.all || !first) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, []),
    );
  };
}

async function addressesOf(host: string, servers: readonly string[], signal: AbortSignal) {
  for (const [type, family] of [
    ['A', 4],
    ['AAAA', 6],
  ] as const) {
    const answer = await ask(servers, host, type, signal);
    if ('silent' in answer) throw new Error(`the resolver does not answer (${answer.silent})`);
    if (answer.values.length > 0) return answer.values.map((address) => ({ address, family }));
  }
  throw new Error(`${host} has no address`);
}
