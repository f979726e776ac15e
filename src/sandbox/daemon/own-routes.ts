import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSimulatorPath } from '../simulator/simulator-path.ts';
import type { ClientLog } from '../workload/client-log.ts';
import type { DaemonInfo } from './daemon-record.ts';

/** What the daemon answers itself, before the cloud. */
export interface OwnRoutes {
  /** `undefined` until the sandbox is ready. */
  readonly info: DaemonInfo | undefined;
  readonly clientLog: ClientLog | undefined;
  /** Asked to stop; does not wait for it. */
  stop(): void;
}

/** @returns whether the request is answered. */
export function answerOwn(
  routes: OwnRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const target = URL.parse(request.url ?? '/', 'http://sandbox');
  if (!target) {
    reply(response, 400, { message: 'The path of the request cannot be read.' });
    return true;
  }
  if (isFromAPage(request, target.pathname)) {
    reply(response, 403, { message: 'The sandbox does not talk to web pages.' });
    return true;
  }
  const { pathname, searchParams } = target;
  switch (`${request.method} ${pathname}`) {
    case 'GET /_sandbox/client-log':
      void answerLog(routes, searchParams.get('from') ?? '', response);
      return true;
    case 'GET /_sandbox/info': {
      if (routes.info) reply(response, 200, routes.info);
      else reply(response, 503, { message: 'The sandbox is not ready.' });
      return true;
    }
    case 'POST /_sandbox/stop':
      reply(response, 202, { message: 'The sandbox is stopping.' });
      routes.stop();
      return true;
    default:
      if (routes.info) return false;
      reply(response, 503, { message: 'The sandbox is not ready.' });
      return true;
  }
}

/** What the shop's client has sent and what came of it, as NDJSON; `?from=` leaves out what is older. */
async function answerLog(
  { clientLog }: OwnRoutes,
  from: string,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!clientLog) return reply(response, 503, { message: 'The sandbox is not ready.' });
    const lines = await clientLog.read(from);
    response.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' });
    response.end(lines);
  } catch (error) {
    reply(response, 500, { message: `The client's log cannot be read: ${error}` });
  }
}

/**
 * A page in a browser can reach loopback too, and must neither stop the sandbox nor read its passwords. The forms of
 * the sign-in simulator are pages as well, but only the sandbox's own.
 */
function isFromAPage({ headers }: IncomingMessage, path: string): boolean {
  const host = headers.host?.replace(/:\d+$/, '');
  const isLoopback = host === '127.0.0.1' || host === 'localhost';
  const isOwnForm = headers.origin === `http://${headers.host}` && isSimulatorPath(path);
  return !isLoopback || (headers.origin !== undefined && !isOwnForm);
}

function reply(response: ServerResponse, status: number, body: object): void {
  // A kept connection would hold up the end of the server.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(body)}\n`);
}
