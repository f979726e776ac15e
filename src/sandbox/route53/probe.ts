import { request, STATUS_CODES } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Clock, Ms } from '../../core/ports.ts';
import type { HealthCheckSettings } from './route53-state.ts';

/** What a probe found, in the words of Route 53. */
export interface ProbeResult {
  readonly isHealthy: boolean;
  readonly status: string;
}

/** How long Route 53 waits for a connection, and for the answer after it. */
const HTTP_CONNECT_MS: Ms = 4000;
const HTTP_ANSWER_MS: Ms = 2000;
const TCP_CONNECT_MS: Ms = 10_000;

/** Looks at an endpoint once: HTTP is healthy at 2xx and 3xx, TCP when it connects. Never rejects. */
export async function probe(
  settings: HealthCheckSettings,
  clock: Clock,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const ended = new AbortController();
  const limit = AbortSignal.any([signal, ended.signal]);
  try {
    return settings.type === 'TCP'
      ? await probeTcp(settings, clock, limit)
      : await probeHttp(settings, clock, limit);
  } catch (error) {
    return failed(reasonOf(error));
  } finally {
    ended.abort();
  }
}

async function probeTcp(
  { ipAddress, port }: HealthCheckSettings,
  clock: Clock,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const socket = connect({ host: ipAddress, port });
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  await within(TCP_CONNECT_MS, connected(socket), clock, signal);
  return { isHealthy: true, status: 'Success: TCP connection established' };
}

async function probeHttp(
  settings: HealthCheckSettings,
  clock: Clock,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const { ipAddress, port, path = '/', domain } = settings;
  const asked = request({
    host: ipAddress,
    port,
    path,
    agent: false,
    headers: {
      host: domain ?? `${ipAddress}:${port}`,
      'user-agent': 'Kunren-Sandbox-Health-Check',
    },
    signal,
  });
  const answer = new Promise<number>((resolve, reject) => {
    asked.on('error', reject);
    asked.once('response', (response) => {
      // The status says it all; the rest is cut off.
      response.on('error', () => undefined).resume();
      resolve(response.statusCode ?? 0);
    });
  });
  const connection = new Promise<void>((resolve, reject) => {
    asked.on('error', reject);
    asked.once('socket', (socket: Socket) => connected(socket).then(resolve, reject));
  });
  // A connection that fails ends both; only one of them is waited for.
  answer.catch(() => undefined);
  asked.end();
  await within(HTTP_CONNECT_MS, connection, clock, signal);
  const code = await within(HTTP_ANSWER_MS, answer, clock, signal);
  const text = `HTTP Status Code ${code}, ${STATUS_CODES[code] ?? 'unknown'}`;
  return code >= 200 && code < 400 ? { isHealthy: true, status: `Success: ${text}` } : failed(text);
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    if (socket.connecting) socket.once('connect', resolve);
    else resolve();
  });
}

/** @throws TimedOut when the time is over first */
function within<Value>(
  ms: Ms,
  result: Promise<Value>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Value> {
  const late = clock.sleep(ms, signal).then(() => {
    throw new TimedOut();
  });
  return Promise.race([result, late]);
}

class TimedOut extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof TimedOut) return 'The endpoint did not answer in time.';
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return code === 'ECONNREFUSED' ? 'Connection refused.' : `The connection failed: ${code}.`;
}

function failed(reason: string): ProbeResult {
  return { isHealthy: false, status: `Failure: ${reason}` };
}
