import type { HostedZone } from '@aws-sdk/client-route-53';
import type { ZoneRecord } from './route53-state.ts';

export function zoneArn({ id }: ZoneRecord): string {
  return `arn:aws:route53:::hostedzone/${id}`;
}

/** As the API answers it. */
export function zoneView({ id, name, callerReference, comment, records }: ZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: callerReference,
    Config: { Comment: comment, PrivateZone: false },
    ResourceRecordSetCount: records.length,
  };
}
