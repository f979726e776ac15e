import {
  type Answer,
  type DecodedPacket,
  decode,
  encode,
  type Question,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';

export const RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
} as const;
export type Rcode = keyof typeof RCODES;

/** What is said to a question. */
export interface DnsReply {
  readonly rcode: Rcode;
  /** `AUTHORITATIVE_ANSWER`, `RECURSION_AVAILABLE`. */
  readonly flags: number;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
}

/** A message that came in: a question to answer, or one that is answered with an error at once. */
export interface DnsQuery {
  readonly id: number;
  readonly question?: Question;
  /** Set when there is nothing to look up. */
  readonly error?: Rcode;
  /** What is echoed of the flags. */
  readonly flags: number;
  /** Set when the client speaks EDNS: how many bytes it takes over UDP. */
  readonly udpPayloadSize?: number;
}

/** Without EDNS a message over UDP has at most this. */
const PLAIN_UDP_BYTES = 512;
/** Larger ones could be cut on their way. */
const MOST_UDP_BYTES = 1232;
const HEADER_BYTES = 12;
const OPCODE_AND_DESIRED = 0x7800 | RECURSION_DESIRED;

/** @returns `undefined` for what nobody should answer: an answer, or too little to have an id. */
export function readQuery(message: Buffer): DnsQuery | undefined {
  if (message.length < HEADER_BYTES) return undefined;
  const id = message.readUInt16BE(0);
  const header = message.readUInt16BE(2);
  if (header & 0x8000) return undefined;
  const flags = header & OPCODE_AND_DESIRED;
  if ((header >> 11) & 0xf) return { id, flags, error: 'NOTIMP' };
  let packet: DecodedPacket;
  try {
    packet = decode(message);
  } catch {
    return { id, flags, error: 'FORMERR' };
  }
  const [question, more] = packet.questions ?? [];
  const opt = packet.additionals?.find((each) => each.type === 'OPT');
  const edns = opt && { udpPayloadSize: opt.udpPayloadSize };
  if (!question || more) return { id, flags, ...edns, error: 'FORMERR' };
  if (question.class !== 'IN' || question.type === 'AXFR' || question.type === 'IXFR') {
    return { id, flags, ...edns, question, error: 'REFUSED' };
  }
  return { id, flags, ...edns, question };
}

/** @param over UDP: a reply that is too long goes without its records and says so. */
export function writeReply(query: DnsQuery, reply: DnsReply, over: 'udp' | 'tcp'): Buffer {
  const { id, question, udpPayloadSize } = query;
  const whole = {
    type: 'response' as const,
    id,
    flags: query.flags | reply.flags | RCODES[reply.rcode],
    questions: question ? [question] : [],
    answers: [...reply.answers],
    authorities: [...reply.authorities],
    additionals: udpPayloadSize === undefined ? [] : [OPT],
  };
  const message = encode(whole);
  const most = Math.min(Math.max(udpPayloadSize ?? 0, PLAIN_UDP_BYTES), MOST_UDP_BYTES);
  if (over === 'tcp' || message.length <= most) return message;
  const flags = whole.flags | TRUNCATED_RESPONSE;
  return encode({ ...whole, flags, answers: [], authorities: [] });
}

export function errorReply(rcode: Rcode): DnsReply {
  return { rcode, flags: 0, answers: [], authorities: [] };
}

/** For a query or a reply that speaks EDNS. */
export const OPT: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: MOST_UDP_BYTES,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};
