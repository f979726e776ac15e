import {
  ListHostedZones$,
  ListHostedZonesByName$,
  type ListHostedZonesByNameRequest,
  type ListHostedZonesByNameResponse,
  type ListHostedZonesRequest,
  type ListHostedZonesResponse,
} from '@aws-sdk/client-route-53';
import { operation } from '../../wire/service.ts';
import { canonicalName, sortKeyOf } from '../dns-name.ts';
import { pageFrom } from '../page.ts';
import type { Route53 } from '../route53.ts';
import { invalidInput } from '../route53-error.ts';
import { zoneView } from '../zone-view.ts';

const MOST_ZONES = 100;

export const listHostedZones = operation<ListHostedZonesRequest, ListHostedZonesResponse, Route53>({
  schema: ListHostedZones$,
  mutating: false,
  honours: ['Marker', 'MaxItems'],
  handle: ({ Marker, MaxItems }, { state }) => {
    const sorted = [...state.zones].sort((a, b) => (a.id < b.id ? -1 : 1));
    const start = Marker ?? '';
    const { items, next, size } = pageFrom(sorted, ({ id }) => id >= start, MaxItems, MOST_ZONES);
    return {
      HostedZones: items.map(zoneView),
      Marker,
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: size,
    };
  },
});

export const listHostedZonesByName = operation<
  ListHostedZonesByNameRequest,
  ListHostedZonesByNameResponse,
  Route53
>({
  schema: ListHostedZonesByName$,
  mutating: false,
  handle: ({ DNSName, HostedZoneId, MaxItems }, { state }) => {
    if (HostedZoneId !== undefined && DNSName === undefined) {
      throw invalidInput('Invalid request: HostedZoneId needs DNSName');
    }
    const keyOf = (name: string, id = '') => `${sortKeyOf(name)}\u0000${id}`;
    const sorted = state.zones
      .map((zone) => ({ zone, key: keyOf(zone.name, zone.id) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const start = DNSName === undefined ? '' : keyOf(canonicalName(DNSName), HostedZoneId);
    const page = pageFrom(sorted, ({ key }) => key >= start, MaxItems, MOST_ZONES);
    return {
      HostedZones: page.items.map(({ zone }) => zoneView(zone)),
      DNSName,
      HostedZoneId,
      IsTruncated: page.next !== undefined,
      NextDNSName: page.next?.zone.name,
      NextHostedZoneId: page.next?.zone.id,
      MaxItems: page.size,
    };
  },
});
