import {
  CreateHostedZone$,
  type CreateHostedZoneRequest,
  type CreateHostedZoneResponse,
  DeleteHostedZone$,
  type DeleteHostedZoneRequest,
  type DeleteHostedZoneResponse,
  GetHostedZone$,
  type GetHostedZoneRequest,
  type GetHostedZoneResponse,
  HostedZoneAlreadyExists$,
  HostedZoneNotEmpty$,
  InvalidDomainName$,
} from '@aws-sdk/client-route-53';
import { operation } from '../../wire/service.ts';
import { modeledError } from '../../wire/service-error.ts';
import { apexRecords } from '../apex-records.ts';
import { canonicalName, nameProblem } from '../dns-name.ts';
import { newId, newNameServers } from '../new-id.ts';
import type { Route53 } from '../route53.ts';
import { unsupported } from '../route53-error.ts';
import type { ZoneRecord } from '../route53-state.ts';
import { zoneArn, zoneView } from '../zone-view.ts';

export const createHostedZone = operation<
  CreateHostedZoneRequest,
  CreateHostedZoneResponse,
  Route53
>({
  schema: CreateHostedZone$,
  mutating: true,
  honours: ['Name', 'CallerReference', 'HostedZoneConfig'],
  handle: (input, route53, call) => {
    const zone = newZone(route53, input);
    const { id, name } = zone;
    route53.state.zones.push(zone);
    const ChangeInfo = route53.submit({
      kind: 'zone-added',
      zone: { id, name, records: [...zone.records] },
    });
    call.effect(zoneArn(zone), zone.tags);
    return {
      HostedZone: zoneView(zone),
      ChangeInfo,
      DelegationSet: { NameServers: [...zone.nameServers] },
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${id}`,
    };
  },
});

export const getHostedZone = operation<GetHostedZoneRequest, GetHostedZoneResponse, Route53>({
  schema: GetHostedZone$,
  mutating: false,
  handle: (input, route53) => {
    const zone = route53.zone(input.Id);
    return {
      HostedZone: zoneView(zone),
      DelegationSet: { NameServers: [...zone.nameServers] },
    };
  },
});

export const deleteHostedZone = operation<
  DeleteHostedZoneRequest,
  DeleteHostedZoneResponse,
  Route53
>({
  schema: DeleteHostedZone$,
  mutating: true,
  handle: (input, route53, call) => {
    const zone = route53.zone(input.Id);
    const isOwn = (type: string) => type === 'SOA' || type === 'NS';
    if (zone.records.some(({ name, type }) => name !== zone.name || !isOwn(type))) {
      const message =
        'The specified hosted zone contains non-required resource record sets and so cannot be deleted.';
      throw modeledError(HostedZoneNotEmpty$, message);
    }
    route53.state.zones.splice(route53.state.zones.indexOf(zone), 1);
    call.effect(zoneArn(zone), zone.tags);
    return { ChangeInfo: route53.submit({ kind: 'zone-removed', zone: zone.id }) };
  },
});

/** @throws ServiceError `InvalidDomainName`, `HostedZoneAlreadyExists`. */
function newZone(
  { state }: Route53,
  { Name = '', CallerReference = '', HostedZoneConfig = {} }: CreateHostedZoneRequest,
): ZoneRecord {
  if (HostedZoneConfig.PrivateZone) throw unsupported('The sandbox has no private hosted zones.');
  const name = canonicalName(Name);
  if (nameProblem(name) ?? name.includes('*')) {
    throw modeledError(InvalidDomainName$, `${Name} is not a valid domain name.`);
  }
  if (state.zones.some(({ callerReference }) => callerReference === CallerReference)) {
    const message = `A hosted zone has already been created with the specified caller reference.`;
    throw modeledError(HostedZoneAlreadyExists$, message);
  }
  const nameServers = newNameServers();
  return {
    id: newId('Z'),
    name,
    callerReference: CallerReference,
    ...(HostedZoneConfig.Comment !== undefined && { comment: HostedZoneConfig.Comment }),
    nameServers,
    records: apexRecords(name, nameServers),
    tags: [],
  };
}
