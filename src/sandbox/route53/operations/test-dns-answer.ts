import {
  type RRType,
  TestDNSAnswer$,
  type TestDNSAnswerRequest,
  type TestDNSAnswerResponse,
} from '@aws-sdk/client-route-53';
import { answerFrom } from '../../dns/answer.ts';
import { operation } from '../../wire/service.ts';
import { apiName, canonicalName, isWithin } from '../dns-name.ts';
import type { Route53 } from '../route53.ts';
import { invalidInput, unsupported } from '../route53-error.ts';
import { RECORD_TYPES, type RecordType } from '../route53-state.ts';

/** What the name servers would answer at this moment. */
export const testDnsAnswer = operation<TestDNSAnswerRequest, TestDNSAnswerResponse, Route53>({
  schema: TestDNSAnswer$,
  mutating: false,
  honours: ['HostedZoneId', 'RecordName', 'RecordType'],
  handle: (input, route53) => {
    const zone = route53.zone(input.HostedZoneId);
    const name = canonicalName(input.RecordName ?? '');
    const type = input.RecordType as RecordType;
    if (!RECORD_TYPES.includes(type)) {
      throw unsupported(`The sandbox has no records of type ${type}.`);
    }
    if (!isWithin(name, zone.name)) {
      throw invalidInput(`Invalid request: ${name} is not in the hosted zone ${zone.name}`);
    }
    const served = route53.zones().filter(({ id }) => id === zone.id);
    const source = { zones: () => served, isHealthy: (id: string) => route53.isHealthy(id) };
    const { rcode, answers } = answerFrom(source, { name, type }, route53.random);
    return {
      Nameserver: zone.nameServers[0],
      RecordName: apiName(name),
      RecordType: type as RRType,
      RecordData: answers.map(({ value }) => value),
      ResponseCode: rcode,
      Protocol: 'UDP',
    };
  },
});
