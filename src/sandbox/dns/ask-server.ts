import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type DecodedPacket, decode, encode, type Question } from 'dns-packet';
import type { Clock, Ms } from '../../core/ports.ts';
import { withLength } from './listen-for-queries.ts';
import { OPT } from './message.ts';

export interface DnsServer {
  readonly address: string;
  readonly port: number;
}

const TRIES = 2;
const TRY_MS: Ms = 1000;

/**
 * Puts a question to a name server: over UDP, once more when no answer comes, and over TCP when the answer is too long.
 * @throws an error when the server does not answer.
 */
export async function askServer(
  server: DnsServer,
  question: Question,
  clock: Clock,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  const id = randomInt(65_536);
  const message = encode({ type: 'query', id, questions: [question], additionals: [OPT] });
  const answer = await retried(TRIES, () =>
    withLimit(clock, signal, (limit) => overUdp(server, message, limit)),
  );
  return answer.flag_tc
    ? withLimit(clock, signal, (limit) => overTcp(server, message, limit))
    : answer;
}

async function retried<Value>(tries: number, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (tries <= 1) throw error;
    return retried(tries - 1, act);
  }
}

/** Gives the work a signal that fires when its time is over. */
async function withLimit<Value>(
  clock: Clock,
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const over = new AbortController();
  const limit = AbortSignal.any([signal, over.signal]);
  void clock.sleep(TRY_MS, limit).then(
    () => over.abort(new Error('The name server did not answer in time.')),
    () => undefined,
  );
  try {
    return await work(limit);
  } finally {
    over.abort();
  }
}

async function overUdp(
  { address, port }: DnsServer,
  message: Buffer,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  const socket = createSocket('udp4');
  try {
    // Connected, it hears at once that nobody listens.
    socket.connect(port, address);
    await once(socket, 'connect', { signal });
    socket.send(message);
    for (;;) {
      const [datagram] = (await once(socket, 'message', { signal })) as [Buffer];
      if (isAnswerTo(message, datagram)) return decode(datagram);
    }
  } finally {
    socket.close();
  }
}

async function overTcp(
  { address, port }: DnsServer,
  message: Buffer,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  const socket = connect({ host: address, port });
  const destroy = () => socket.destroy();
  signal.addEventListener('abort', destroy, { once: true });
  try {
    socket.write(withLength(message));
    let read = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      read = Buffer.concat([read, chunk]);
      if (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
        return decode(read.subarray(2, 2 + read.readUInt16BE(0)));
      }
    }
    throw new Error('The name server ended the connection without an answer.');
  } finally {
    signal.removeEventListener('abort', destroy);
    socket.destroy();
  }
}

function isAnswerTo(message: Buffer, datagram: Buffer): boolean {
  return datagram.length >= 12 && datagram.readUInt16BE(0) === message.readUInt16BE(0);
}
