import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DaemonInfo } from './daemon-record.ts';

/** What the daemon answers itself, before the cloud. */
export interface OwnRoutes {
  /** `undefined` until the sandbox is ready. */
  readonly info: DaemonInfo | undefined;
  /** Asked to stop; does not wait for it. */
  stop(): void;
}

/** @returns whether the request is answered. */
export function answerOwn(
  routes: OwnRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (isFromAPage(request)) {
    reply(response, 403, { message: 'The sandbox does not talk to web pages.' });
    return true;
  }
  switch (`${request.method} ${request.url}`) {
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

/** A page in a browser can reach loopback too, and must neither stop the sandbox nor read its passwords. */
function isFromAPage({ headers }: IncomingMessage): boolean {
  const host = headers.host?.replace(/:\d+$/, '');
  const isLoopback = host === '127.0.0.1' || host === 'localhost';
  return headers.origin !== undefined || !isLoopback;
}

function reply(response: ServerResponse, status: number, body: object): void {
  // A kept connection would hold up the end of the server.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(body)}\n`);
}
