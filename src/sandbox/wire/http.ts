import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceError } from './service-error.ts';
import type { WireRequest, WireResponse } from './wire-protocol.ts';

/** An object is the largest thing that anybody sends. */
const LARGEST_BODY = 33_554_432;

/** Reads the whole request. @throws ServiceError above 32 MiB; the rest is left unread, so the connection is of no more use. */
export async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) {
      const message = 'The body is larger than 32 MiB.';
      throw new ServiceError('RequestEntityTooLarge', message, { status: 413 });
    }
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

/** The answer to a question for the head alone says how long the rest would be. */
export function sendResponse(response: ServerResponse, answer: WireResponse): void {
  const length = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, { 'content-length': length, ...answer.headers });
  response.end(answer.body);
}
