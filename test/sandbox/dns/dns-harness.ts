import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { onTestFinished } from 'vitest';
import type { Random } from '../../../src/core/ports.ts';
import { startAuthoritative } from '../../../src/sandbox/dns/authoritative.ts';
import type { DnsListener } from '../../../src/sandbox/dns/listen-for-queries.ts';
import { apexRecords } from '../../../src/sandbox/route53/apex-records.ts';
import type { RecordSet, ServedZone } from '../../../src/sandbox/route53/route53-state.ts';

export const A = (name: string, value: string, more: Partial<RecordSet> = {}): RecordSet => ({
  name,
  type: 'A',
  ttl: 5,
  values: [value],
  ...more,
});

export function zoneOf(name: string, ...records: RecordSet[]): ServedZone {
  return { id: name, name, records: [...apexRecords(name, ['ns-1.awsdns-01.com']), ...records] };
}

/** Zones and healths that a test changes as it goes. */
export class Zones {
  readonly sick = new Set<string>();
  served: ServedZone[];

  constructor(...served: ServedZone[]) {
    this.served = served;
  }

  zones(): readonly ServedZone[] {
    return this.served;
  }

  isHealthy(healthCheck: string): boolean {
    return !this.sick.has(healthCheck);
  }
}

/** A name server over the zones; closed when the test ends. */
export async function startServer(zones: Zones, random: Random = () => 0.5): Promise<DnsListener> {
  return closing(await startAuthoritative({ zones, random }));
}

export function closing<Listener extends DnsListener>(listener: Listener): Listener {
  onTestFinished(() => listener.close());
  return listener;
}

/** The resolver that Node.js brings along. */
export function nodeResolver({ address, port }: DnsListener): Resolver {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`${address}:${port}`]);
  return resolver;
}

/** One query for a name, as a packet. */
export function query(name: string, type = 'A', more: Partial<Packet> = {}): Buffer {
  return encode({
    type: 'query',
    id: 4711,
    flags: 0x0100,
    questions: [{ name, type: type as 'A' }],
    ...more,
  });
}

export async function overUdp({ address, port }: DnsListener, message: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4');
  try {
    socket.send(message, port, address);
    const [answer] = (await once(socket, 'message', { signal: AbortSignal.timeout(5000) })) as [
      Buffer,
    ];
    return answer;
  } finally {
    socket.close();
  }
}

/** Sends messages over one connection, cut into pieces, and reads as many answers. */
export async function overTcp(
  { address, port }: DnsListener,
  ...messages: Buffer[]
): Promise<DecodedPacket[]> {
  const socket = connect({ host: address, port });
  const bytes = Buffer.concat(
    messages.flatMap((message) => [
      Buffer.from([message.length >> 8, message.length & 255]),
      message,
    ]),
  );
  for (let at = 0; at < bytes.length; at += 7) socket.write(bytes.subarray(at, at + 7));
  const answers: DecodedPacket[] = [];
  let read = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      read = Buffer.concat([read, chunk]);
      while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
        answers.push(decode(read.subarray(2, 2 + read.readUInt16BE(0))));
        read = read.subarray(2 + read.readUInt16BE(0));
      }
      if (answers.length === messages.length) break;
    }
  } finally {
    socket.destroy();
  }
  return answers;
}

/** What a server says, in few words. */
export async function asked(server: DnsListener, name: string, type = 'A') {
  const answer = decode(await overUdp(server, query(name, type)));
  return {
    rcode: (answer as DecodedPacket & { rcode: string }).rcode,
    aa: answer.flag_aa,
    answers: (answer.answers ?? []).map((each) => {
      const {
        name: owner,
        type: kind,
        ttl,
        data,
      } = each as {
        name: string;
        type: string;
        ttl: number;
        data: unknown;
      };
      return `${owner} ${ttl} ${kind} ${typeof data === 'string' ? data : JSON.stringify(data)}`;
    }),
    authority: (answer.authorities ?? []).map((each) => `${each.name} ${each.type}`),
  };
}
