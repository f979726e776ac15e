import { AUTHORITATIVE_ANSWER } from 'dns-packet';
import type { Random } from '../../core/ports.ts';
import { canonicalName } from '../route53/dns-name.ts';
import { answerFrom } from './answer.ts';
import { type DnsListener, type ListenOptions, listenForQueries } from './listen-for-queries.ts';
import { packetRecord } from './record-data.ts';
import type { ZoneSource } from './zone-source.ts';

export interface AuthoritativeOptions extends ListenOptions {
  readonly zones: ZoneSource;
  readonly random: Random;
}

/**
 * A name server that answers from the zones as they are at that moment.
 * @throws KunrenError `PORT_IN_USE` when the wanted port is taken.
 */
export function startAuthoritative(options: AuthoritativeOptions): Promise<DnsListener> {
  const { zones, random } = options;
  return listenForQueries(options, ({ name, type }) => {
    const answer = answerFrom(zones, { name: canonicalName(name), type }, random);
    return {
      rcode: answer.rcode,
      flags: answer.isAuthoritative ? AUTHORITATIVE_ANSWER : 0,
      answers: answer.answers.map(packetRecord),
      authorities: answer.authority.map(packetRecord),
    };
  });
}
