import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import type { RecordType } from '../route53/record-set.ts';

/** What a DNS server said. */
export type Answer =
  | { readonly values: readonly string[]; readonly ttlMs?: Ms }
  /** It did not answer, or would not. */
  | { readonly silent: string };

const TIMEOUT_MS: Ms = 1_000;
const TRIES = 2;

/** As the resolver says it of a question that was on its way. */
const CANCELLED = 'ECANCELLED';

/** The server says that there is nothing under the name, which is an answer. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks DNS servers, never a file of hosts and never a cache of this process.
 * @param servers - `address` or `address:port`; none: those of this machine
 * @throws KunrenError `DNS_SERVER_INVALID` (class `input`).
 */
export async function ask(
  servers: readonly string[],
  name: string,
  type: RecordType,
  signal: AbortSignal,
): Promise<Answer> {
  if (signal.aborted) return { silent: CANCELLED };
  // A new one each time: one that is kept avoids servers for a while after they have not answered.
  const resolver = openResolver(servers);
  const onAbort = () => resolver.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await answerOf(resolver, name.replace(/\.$/, ''), type);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return NOTHING.has(code) ? { values: [] } : { silent: code };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function answerOf(resolver: Resolver, name: string, type: RecordType): Promise<Answer> {
  if (type === 'CNAME') return { values: await resolver.resolveCname(name) };
  const records =
    type === 'A'
      ? await resolver.resolve4(name, { ttl: true })
      : await resolver.resolve6(name, { ttl: true });
  const ttlMs = Math.max(0, ...records.map(({ ttl }) => ttl)) * 1000;
  return { values: records.map(({ address }) => address), ttlMs };
}

/** The DNS servers of this machine. */
export function machineServers(): readonly string[] {
  return new Resolver().getServers();
}

function openResolver(servers: readonly string[]): Resolver {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length === 0) return resolver;
  try {
    resolver.setServers([...servers]);
  } catch (error) {
    throw new KunrenError(
      {
        code: 'DNS_SERVER_INVALID',
        message: `"${servers.join(', ')}" is not the address of a DNS server, such as 192.0.2.53 or 192.0.2.53:5353.`,
        class: 'input',
      },
      { cause: error },
    );
  }
  return resolver;
}

/** The first address of a DNS server that is known by its host name. */
export async function serverAddress(
  server: string,
  through: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  if (isIP(server) !== 0 || /:\d+$/.test(server)) return server;
  const answer = await ask(through, server, 'A', signal);
  return 'values' in answer ? answer.values[0] : undefined;
}

/** For people, e.g. `answers 192.0.2.1`. */
export function describeAnswer(answer: Answer): string {
  if ('silent' in answer) return `does not answer (${answer.silent})`;
  if (answer.values.length === 0) return 'says that there is no such name';
  return `answers ${answer.values.join(', ')}`;
}
