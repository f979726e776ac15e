import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Endpoint } from '../database-host.ts';

/** A TCP address that stays while what is behind it changes, as the endpoint of an RDS instance does. */
export interface Door {
  readonly address: Endpoint;
  /**
   * Where connections go from now on; `undefined`: none gets through. All that are open through it are cut when the
   * goal changes, since a server that took over knows nothing of them.
   */
  leadTo(endpoint: Endpoint | undefined): void;
  /** Cuts everything and gives the address up. */
  close(): Promise<void>;
}

/**
 * Opens a door on 127.0.0.1 that leads nowhere yet.
 * @param options.port - the port it shall have. @default any free one
 * @throws the system's error, `EADDRINUSE` when the port is taken
 */
export async function openDoor(options: {
  readonly port?: number;
  readonly log: (line: string) => void;
}): Promise<Door> {
  const { log } = options;
  const open = new Set<Socket>();
  let goal: Endpoint | undefined;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (outside) => {
    if (!goal) {
      outside.on('error', () => undefined);
      outside.resetAndDestroy();
      return;
    }
    const inside = connect({ ...goal, allowHalfOpen: true, noDelay: true });
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      open.add(socket);
      // The end of one direction passes on as such; the other direction stays open.
      socket.pipe(other);
      socket.on('error', () => other.resetAndDestroy());
      socket.once('close', () => {
        open.delete(socket);
        if (!socket.readableEnded || !socket.writableFinished) other.destroy();
      });
    }
  });
  server.listen({ host: '127.0.0.1', port: options.port ?? 0, exclusive: true });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.on('error', (error) => log(`The door at port ${port}: ${error.message}`));
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));

  const cutAll = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    address: { host: '127.0.0.1', port },
    leadTo: (endpoint) => {
      if (endpoint?.host === goal?.host && endpoint?.port === goal?.port) return;
      goal = endpoint && { host: endpoint.host, port: endpoint.port };
      log(`The door at port ${port} leads ${goal ? `to port ${goal.port}` : 'nowhere'}.`);
      cutAll();
    },
    close: async () => {
      goal = undefined;
      if (server.listening) server.close();
      cutAll();
      await closed;
    },
  };
}
