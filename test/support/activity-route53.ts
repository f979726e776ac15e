import {
  type HealthCheckConfig,
  InvalidChangeBatch,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';

export const ZONE = 'Z0ORDERS';
export const SHOP = 'shop.orders.example.';
const PRIMARY_ADDRESS = '127.0.11.1';
const SECONDARY_ADDRESS = '127.0.13.1';

export function primary(overrides: Partial<ResourceRecordSet> = {}): ResourceRecordSet {
  return {
    Name: SHOP,
    Type: 'A',
    TTL: 5,
    SetIdentifier: 'primary',
    Failover: 'PRIMARY',
    HealthCheckId: 'hc-primary',
    ResourceRecords: [{ Value: PRIMARY_ADDRESS }],
    ...overrides,
  };
}

export function secondary(overrides: Partial<ResourceRecordSet> = {}): ResourceRecordSet {
  return {
    Name: SHOP,
    Type: 'A',
    TTL: 5,
    SetIdentifier: 'secondary',
    Failover: 'SECONDARY',
    ResourceRecords: [{ Value: SECONDARY_ADDRESS }],
    ...overrides,
  };
}

/** A page of a listing. */
export function listed(
  sets: ResourceRecordSet[],
  more: Partial<ListResourceRecordSetsCommandOutput> = {},
): ListResourceRecordSetsCommandOutput {
  return {
    ResourceRecordSets: sets,
    IsTruncated: false,
    MaxItems: 300,
    $metadata: { requestId: 'req-list' },
    ...more,
  };
}

export function healthCheck(id: string, overrides: Partial<HealthCheckConfig> = {}) {
  return {
    HealthCheck: {
      Id: id,
      CallerReference: id,
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Type: 'HTTP' as const,
        IPAddress: PRIMARY_ADDRESS,
        Port: 8080,
        ResourcePath: '/healthz',
        RequestInterval: 10,
        FailureThreshold: 3,
        ...overrides,
      },
    },
  };
}

/** What checkers say, one after the other. */
export function observed(...statuses: readonly string[]) {
  return {
    HealthCheckObservations: statuses.map((Status) => ({
      StatusReport: { Status, CheckedTime: new Date('2026-11-24T01:00:00Z') },
    })),
  };
}

export const SUCCESS = 'Success: HTTP Status Code 200, OK';
export const FAILURE = 'Failure: HTTP Status Code 503, Service Unavailable';

export const refused = (...messages: string[]) =>
  new InvalidChangeBatch({
    message: messages.join(', '),
    messages,
    $metadata: { httpStatusCode: 400, requestId: 'req-1' },
  });
