import type { RDS } from '@aws-sdk/client-rds';

/** What sends requests; the same kind for every client. */
export type Transport = RDS['config']['requestHandler'];

/** A call that gets nowhere is given up well within an attempt. */
export const TIMEOUTS = {
  connectionTimeout: 5_000,
  requestTimeout: 20_000,
  // Without this the SDK only prints a warning and goes on waiting.
  throwOnRequestTimeout: true,
} as const;

/** One handler for all clients, so that connections are kept alive between attempts. */
export async function createTransport(region: string): Promise<Transport> {
  const { RDSClient } = await import('@aws-sdk/client-rds');
  return new RDSClient({ region, requestHandler: TIMEOUTS }).config.requestHandler;
}

/** The same handler and its connections, with every request ended by the signal. */
export function boundTo(signal: AbortSignal, transport: Transport): Transport {
  const handle: Transport['handle'] = (request, options) =>
    transport.handle(request, { ...options, abortSignal: signal });
  return Object.assign(Object.create(transport), { handle });
}
