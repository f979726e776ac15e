import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestHttp {
  readonly port: number;
  stop(): Promise<void>;
}

/** An HTTP server on an address of loopback. */
export async function startHttp(listener: RequestListener, host = '127.0.0.1'): Promise<TestHttp> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
