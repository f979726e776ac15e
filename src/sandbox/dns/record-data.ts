import type { Answer } from 'dns-packet';
import { textsIn } from '../route53/record-value.ts';
import type { ZoneRecordData } from './answer.ts';

/** A record of a zone as it goes into a packet. */
export function packetRecord({ name, type, ttl, value }: ZoneRecordData): Answer {
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
      return { name, type, ttl, data: value };
    case 'TXT':
      return { name, type, ttl, data: textsIn(value) ?? [] };
    case 'MX': {
      const [preference, exchange = ''] = value.split(' ');
      return { name, type, ttl, data: { preference: Number(preference), exchange } };
    }
    case 'SOA': {
      const [mname = '', rname = '', ...numbers] = value.split(' ');
      const [serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers.map(Number);
      const data = { mname, rname, serial, refresh, retry, expire, minimum };
      return { name, type, ttl, data };
    }
  }
}
