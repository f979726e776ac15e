import { type Answer, type DecodedPacket, type Question, RECURSION_AVAILABLE } from 'dns-packet';
import type { Clock } from '../../core/ports.ts';
import { canonicalName } from '../route53/dns-name.ts';
import { askServer, type DnsServer } from './ask-server.ts';
import { type DnsListener, type ListenOptions, listenForQueries } from './listen-for-queries.ts';
import { type DnsReply, errorReply, RCODES, type Rcode } from './message.ts';

export interface ResolverOptions extends ListenOptions {
  /** The name server that it asks. */
  readonly upstream: DnsServer;
  readonly clock: Clock;
  /** While it says so, the resolver keeps the answers that it has, whatever their TTL. @default never */
  readonly isStuck?: () => boolean;
}

interface Remembered {
  readonly reply: DnsReply;
  /** Monotonic. */
  readonly at: number;
  /** Seconds. */
  readonly ttl: number;
}

const MOST_REMEMBERED = 1000;

/**
 * A resolver that asks one name server and remembers what it said for as long as the TTLs allow.
 * @throws KunrenError `PORT_IN_USE` when the wanted port is taken.
 */
export async function startResolver(options: ResolverOptions): Promise<DnsListener> {
  const { upstream, clock, isStuck = () => false } = options;
  const closing = new AbortController();
  const memory = new Map<string, Remembered>();

  const answer = async (question: Question): Promise<DnsReply> => {
    const key = `${canonicalName(question.name)} ${question.type}`;
    const known = memory.get(key);
    if (known && isStuck()) return known.reply;
    const age = known ? (clock.monotonic() - known.at) / 1000 : 0;
    if (known && age < known.ttl) return aged(known.reply, Math.floor(age));
    const reply = replyOf(await askServer(upstream, question, clock, closing.signal));
    memory.delete(key);
    const ttl = ttlOf(reply);
    if (ttl > 0) memory.set(key, { reply, at: clock.monotonic(), ttl });
    const [oldest] = memory.keys();
    if (memory.size > MOST_REMEMBERED && oldest !== undefined) memory.delete(oldest);
    return reply;
  };

  const listener = await listenForQueries(options, answer);
  return {
    address: listener.address,
    port: listener.port,
    close: async () => {
      closing.abort();
      await listener.close();
    },
  };
}

/** A name server that refuses, or that has trouble, leaves a resolver without an answer. */
function replyOf({ flags = 0, answers = [], authorities = [] }: DecodedPacket): DnsReply {
  const rcode = (Object.keys(RCODES) as Rcode[]).find((name) => RCODES[name] === (flags & 0xf));
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') {
    return { ...errorReply('SERVFAIL'), flags: RECURSION_AVAILABLE };
  }
  return { rcode, flags: RECURSION_AVAILABLE, answers, authorities };
}

/** Seconds for which a reply may be remembered: until the first of its records expires. */
function ttlOf({ answers, authorities }: DnsReply): number {
  const ttls = [...answers, ...authorities].map(ttlOfRecord);
  return ttls.length > 0 ? Math.min(...ttls) : 0;
}

function ttlOfRecord(record: Answer): number {
  return 'ttl' in record ? (record.ttl ?? 0) : 0;
}

function aged(reply: DnsReply, seconds: number): DnsReply {
  const older = (record: Answer): Answer =>
    'ttl' in record ? { ...record, ttl: ttlOfRecord(record) - seconds } : record;
  return {
    ...reply,
    answers: reply.answers.map(older),
    authorities: reply.authorities.map(older),
  };
}
