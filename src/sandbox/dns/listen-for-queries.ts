import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Question } from 'dns-packet';
import { KunrenError } from '../../core/failure.ts';
import { type DnsQuery, type DnsReply, errorReply, readQuery, writeReply } from './message.ts';

/** Answers a question; whatever it throws is answered with SERVFAIL. */
export type DnsHandler = (question: Question) => DnsReply | Promise<DnsReply>;

export interface DnsListener {
  readonly address: string;
  /** The same for UDP and TCP. */
  readonly port: number;
  /** Ends open connections, too. May be called twice. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** @default 127.0.0.1 */
  readonly address?: string;
  /** 0: any that is free. @default 0 */
  readonly port?: number;
}

/** The system gives out ports for UDP without a look at TCP. */
const MOST_TRIES = 20;
const IDLE_MS = 10_000;

/**
 * Listens for DNS queries over UDP and TCP.
 * @throws KunrenError `PORT_IN_USE` when the wanted port is taken.
 */
export async function listenForQueries(
  { address = '127.0.0.1', port = 0 }: ListenOptions,
  handler: DnsHandler,
): Promise<DnsListener> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await listenOnce(address, port, handler);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
      if (port === 0 && tries < MOST_TRIES) continue;
      const message = `The sandbox's DNS cannot listen on port ${port} of ${address}: another program does.`;
      throw new KunrenError({ code: 'PORT_IN_USE', message }, { cause });
    }
  }
}

async function listenOnce(address: string, wanted: number, handler: DnsHandler) {
  const udp = createSocket('udp4');
  udp.on('message', (message, from) => {
    void reply(message, handler, 'udp').then((answer) => {
      // The client may be gone, or we may be closing; a lost datagram is nothing new to either.
      if (answer) trySend(udp, answer, from.port, from.address);
    });
  });
  udp.bind(wanted, address);
  await once(udp, 'listening');
  const { port } = udp.address();
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveStream(socket, handler);
  });
  tcp.listen(port, address);
  try {
    await once(tcp, 'listening');
  } catch (error) {
    udp.close();
    throw error;
  }
  udp.on('error', () => undefined);
  let closing: Promise<unknown> | undefined;
  return {
    address,
    port: (tcp.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      closing ??= Promise.all([closed(tcp), closed(udp)]);
      await closing;
    },
  };
}

function closed(listener: Server | UdpSocket): Promise<void> {
  return new Promise((resolve) => listener.close(() => resolve()));
}

function trySend(udp: UdpSocket, answer: Buffer, port: number, address: string): void {
  try {
    udp.send(answer, port, address, () => undefined);
  } catch {
    // Closed in the meantime.
  }
}

/** Over TCP each message comes after its length in two bytes. */
function serveStream(socket: Socket, handler: DnsHandler): void {
  let unread = Buffer.alloc(0);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
      const end = 2 + unread.readUInt16BE(0);
      const message = unread.subarray(2, end);
      unread = unread.subarray(end);
      void reply(message, handler, 'tcp').then((answer) => {
        if (answer && socket.writable) socket.write(withLength(answer));
      });
    }
  });
}

export function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

async function reply(
  message: Buffer,
  handler: DnsHandler,
  over: 'udp' | 'tcp',
): Promise<Buffer | undefined> {
  const query = readQuery(message);
  if (!query) return undefined;
  try {
    return writeReply(query, await answered(query, handler), over);
  } catch {
    // Without the question: it may be what cannot be written.
    const { id, flags } = query;
    return writeReply({ id, flags }, errorReply('SERVFAIL'), over);
  }
}

function answered(query: DnsQuery, handler: DnsHandler): DnsReply | Promise<DnsReply> {
  const { question, error } = query;
  return question && !error ? handler(question) : errorReply(error ?? 'FORMERR');
}
