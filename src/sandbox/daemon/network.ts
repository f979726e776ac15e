import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { readJson, writeJson } from '../postgres/json-file.ts';

/** The Regions of the sandbox: production's, and the one that it fails over to. */
export const REGIONS = ['ap-northeast-1', 'ap-northeast-3'] as const;

/** Port of the shop in every Region and every sandbox; the addresses differ. */
export const SHOP_PORT = 7480;

/** Where the parts of one sandbox listen; kept over restarts. */
export interface Network {
  /** Addresses of this machine, one for the shop of each Region. */
  readonly shops: readonly [string, string];
  /** Ports of 127.0.0.1. */
  readonly authoritativeDns: number;
  readonly resolver: number;
}

/** Below the ports that systems give to outgoing connections, so that none of them takes one meanwhile. */
const PORTS = [20_000, 32_000] as const;
const TRIES = 50;

/**
 * The network of last time, or a free one on the first day. Where the system has no loopback addresses beside
 * 127.0.0.1, both shops get that one, and only the first of them can listen.
 * @throws KunrenError `SANDBOX_NO_ADDRESS` where no port is free
 */
export async function chooseNetwork(home: string): Promise<Network> {
  const path = join(home, 'network.json');
  const known = await readJson<Network>(path);
  if (known) return known;
  const network: Network = {
    shops: await findShops(),
    authoritativeDns: await findPort(),
    resolver: await findPort(),
  };
  await writeJson(path, network);
  return network;
}

/** All of 127.0.0.0/8 is this machine; two neighbours in it that nobody uses. */
async function findShops(): Promise<readonly [string, string]> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const net = `127.${randomInt(10, 250)}`;
    const one = randomInt(10, 250);
    const shops = [`${net}.${one}.1`, `${net}.${one + 1}.1`] as const;
    const free = await Promise.all(shops.map((address) => isFree(address, SHOP_PORT)));
    if (free.every(Boolean)) return shops;
  }
  return ['127.0.0.1', '127.0.0.1'];
}

async function findPort(): Promise<number> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const port = randomInt(...PORTS);
    if (await isFree('127.0.0.1', port)) return port;
  }
  throw new KunrenError({
    code: 'SANDBOX_NO_ADDRESS',
    message: `No port of 127.0.0.1 between ${PORTS.join(' and ')} is free.`,
  });
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
