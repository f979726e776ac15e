import { isDeepStrictEqual } from 'node:util';
import {
  CreateHealthCheck$,
  type CreateHealthCheckRequest,
  type CreateHealthCheckResponse,
  DeleteHealthCheck$,
  type DeleteHealthCheckRequest,
  GetHealthCheck$,
  type GetHealthCheckRequest,
  type GetHealthCheckResponse,
  GetHealthCheckStatus$,
  type GetHealthCheckStatusRequest,
  type GetHealthCheckStatusResponse,
  type HealthCheck,
  HealthCheckAlreadyExists$,
  HealthCheckInUse$,
  type HealthCheckRegion,
  HealthCheckVersionMismatch$,
  ListHealthChecks$,
  type ListHealthChecksRequest,
  type ListHealthChecksResponse,
  UpdateHealthCheck$,
  type UpdateHealthCheckRequest,
  type UpdateHealthCheckResponse,
} from '@aws-sdk/client-route-53';
import { operation } from '../../wire/service.ts';
import { modeledError } from '../../wire/service-error.ts';
import { changedSettings, configView, settingsOf } from '../health-check-settings.ts';
import { pageFrom } from '../page.ts';
import type { Route53 } from '../route53.ts';
import type { HealthCheckRecord } from '../route53-state.ts';

const MOST_CHECKS = 100;

/** The same reference with the same settings means the same health check, not a second one. */
export const createHealthCheck = operation<
  CreateHealthCheckRequest,
  CreateHealthCheckResponse,
  Route53
>({
  schema: CreateHealthCheck$,
  mutating: true,
  handle: ({ CallerReference = '', HealthCheckConfig }, route53, call) => {
    const settings = settingsOf(HealthCheckConfig ?? { Type: 'HTTP' });
    const present = route53.state.healthChecks.find(
      ({ callerReference }) => callerReference === CallerReference,
    );
    if (present && !isDeepStrictEqual(present.settings, settings)) {
      const message = `A health check with caller reference ${CallerReference} and other settings already exists.`;
      throw modeledError(HealthCheckAlreadyExists$, message);
    }
    const check = present ?? route53.addHealthCheck(CallerReference, settings);
    if (!present) call.effect(checkArn(check), check.tags);
    return {
      HealthCheck: checkView(check),
      Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.id}`,
    };
  },
});

export const getHealthCheck = operation<GetHealthCheckRequest, GetHealthCheckResponse, Route53>({
  schema: GetHealthCheck$,
  mutating: false,
  handle: (input, route53) => ({
    HealthCheck: checkView(route53.healthCheck(input.HealthCheckId)),
  }),
});

export const updateHealthCheck = operation<
  UpdateHealthCheckRequest,
  UpdateHealthCheckResponse,
  Route53
>({
  schema: UpdateHealthCheck$,
  mutating: true,
  honours: [
    'HealthCheckId',
    'HealthCheckVersion',
    'IPAddress',
    'Port',
    'ResourcePath',
    'FullyQualifiedDomainName',
    'FailureThreshold',
    'Inverted',
    'Disabled',
    'Regions',
    'ResetElements',
  ],
  handle: (input, route53, call) => {
    const check = route53.healthCheck(input.HealthCheckId);
    const { HealthCheckVersion: expected } = input;
    if (expected !== undefined && expected !== check.version) {
      const message = `The version of the health check is ${check.version}, not ${expected}.`;
      throw modeledError(HealthCheckVersionMismatch$, message);
    }
    route53.changeHealthCheck(check, changedSettings(check.settings, input));
    call.effect(checkArn(check), check.tags);
    return { HealthCheck: checkView(check) };
  },
});

export const deleteHealthCheck = operation<DeleteHealthCheckRequest, object, Route53>({
  schema: DeleteHealthCheck$,
  mutating: true,
  handle: (input, route53, call) => {
    const check = route53.healthCheck(input.HealthCheckId);
    const isInUse = route53.state.zones.some(({ records }) =>
      records.some(({ healthCheck }) => healthCheck === check.id),
    );
    if (isInUse) {
      // AWS lets it go and says that nobody can tell what then becomes of the records; so nothing should do it.
      const message = `The health check ${check.id} is used by a resource record set.`;
      throw modeledError(HealthCheckInUse$, message);
    }
    route53.removeHealthCheck(check);
    call.effect(checkArn(check), check.tags);
    return {};
  },
});

export const listHealthChecks = operation<
  ListHealthChecksRequest,
  ListHealthChecksResponse,
  Route53
>({
  schema: ListHealthChecks$,
  mutating: false,
  handle: ({ Marker, MaxItems }, { state }) => {
    const sorted = [...state.healthChecks].sort((a, b) => (a.id < b.id ? -1 : 1));
    const start = Marker ?? '';
    const { items, next, size } = pageFrom(sorted, ({ id }) => id >= start, MaxItems, MOST_CHECKS);
    return {
      HealthChecks: items.map(checkView),
      Marker: start,
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: size,
    };
  },
});

/** What each checker saw last; whether all of them together call it healthy is not said. */
export const getHealthCheckStatus = operation<
  GetHealthCheckStatusRequest,
  GetHealthCheckStatusResponse,
  Route53
>({
  schema: GetHealthCheckStatus$,
  mutating: false,
  handle: (input, route53) => {
    const { checkers } = route53.healthCheck(input.HealthCheckId);
    const observations = checkers.flatMap(({ region, ipAddress, last }) =>
      last
        ? {
            Region: region as HealthCheckRegion,
            IPAddress: ipAddress,
            StatusReport: { Status: last.status, CheckedTime: new Date(last.at) },
          }
        : [],
    );
    return { HealthCheckObservations: observations };
  },
});

function checkArn({ id }: HealthCheckRecord): string {
  return `arn:aws:route53:::healthcheck/${id}`;
}

function checkView(check: HealthCheckRecord): HealthCheck {
  return {
    Id: check.id,
    CallerReference: check.callerReference,
    HealthCheckConfig: configView(check.settings),
    HealthCheckVersion: check.version,
  };
}
