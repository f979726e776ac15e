import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { findFreePort } from '../postgres/free-port.ts';
import { readJson, writeJson } from '../postgres/json-file.ts';

/**
 * Listens on 127.0.0.1: on the wanted port, else on the one of last time, else on any free one.
 * @throws KunrenError `PORT_IN_USE` when the wanted port is taken
 */
export async function listen(server: Server, home: string, wanted?: number): Promise<number> {
  const path = join(home, 'port.json');
  const last = (await readJson<{ port: number }>(path))?.port;
  server.listen({ host: '127.0.0.1', port: wanted ?? (await findFreePort(last)) });
  try {
    await once(server, 'listening');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    const { port } = cause as unknown as { port: number };
    throw new KunrenError(
      {
        code: 'PORT_IN_USE',
        message: `The sandbox cannot listen on port ${port} of 127.0.0.1: another program does.`,
      },
      { cause },
    );
  }
  const { port } = server.address() as AddressInfo;
  if (port !== last) await writeJson(path, { port });
  return port;
}
