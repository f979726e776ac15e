import { createSocket } from 'node:dgram';
import { type Answer, decode, encode } from 'dns-packet';

export interface TestDns {
  /** `address:port` */
  readonly address: string;
  /** Names that were asked for. */
  readonly asked: string[];
  /** What is answered from now on: addresses, nothing (no such name), or silence. */
  answer(values: readonly string[] | 'silence', ttl?: number): void;
  stop(): Promise<void>;
}

/** A DNS server on loopback that answers every A question alike. */
export async function startDns(values: readonly string[]): Promise<TestDns> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  let current: { readonly values: readonly string[] | 'silence'; readonly ttl: number };
  current = { values, ttl: 5 };
  socket.on('message', (message, peer) => {
    const query = decode(message);
    const question = query.questions?.[0];
    if (!question || current.values === 'silence') return;
    asked.push(question.name);
    const addresses = question.type === 'A' ? current.values : [];
    const answers = addresses.map(
      (data): Answer => ({ type: 'A', name: question.name, ttl: current.ttl, data }),
    );
    const nxdomain = 3;
    const reply = encode({
      type: 'response',
      id: query.id ?? 0,
      flags: current.values.length === 0 ? nxdomain : 0,
      questions: [question],
      answers,
    });
    socket.send(reply, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    answer: (next, ttl = 5) => {
      current = { values: next, ttl };
    },
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
