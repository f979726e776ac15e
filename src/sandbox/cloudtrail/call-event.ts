import type { Json } from '../../core/failure.ts';
import type { Identity } from '../sts/identity.ts';
import type { ServiceError } from '../wire/service-error.ts';
import type { EventRecord } from './cloudtrail-state.ts';

/** Where the calls of services that are no Region's are told. */
export const GLOBAL_REGION = 'us-east-1';
const GLOBAL_SERVICES = new Set(['account', 'iam', 'organizations', 'route53']);
/** Data, not management: CloudTrail tells it only where a trail asks for it. */
const DATA_CALLS = new Set([
  'monitoring:PutMetricData',
  'cloudtrail:LookupEvents',
  's3:PutObject',
  's3:DeleteObject',
]);
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const SECRET = /password|secret|^otp$/i;
const LARGEST_REQUEST = 2000;

/** A call that a caller has made. */
export interface CallMade {
  /** As in a signature, e.g. `rds`. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly caller: Identity;
  readonly accessKey: string;
  readonly requestId: string;
  readonly input: unknown;
  /** ARNs of what it changed. */
  readonly resources: readonly string[];
  readonly error?: ServiceError;
}

/** The event of a call; `undefined` for one that is no management event. */
export function callEvent(call: CallMade): Omit<EventRecord, 'id' | 'at'> | undefined {
  const { service, operation, caller, error } = call;
  if (DATA_CALLS.has(`${service}:${operation}`)) return undefined;
  return {
    account: caller.account,
    region: GLOBAL_SERVICES.has(service) ? GLOBAL_REGION : call.region,
    source: `${service}.amazonaws.com`,
    name: operation,
    type: 'AwsApiCall',
    identity: userIdentity(caller, call.accessKey),
    username: caller.name,
    accessKey: call.accessKey,
    sourceIp: '127.0.0.1',
    requestId: call.requestId,
    request: requestParameters(call.input),
    ...(error && { error: { code: error.code, message: error.message } }),
    resources: call.resources,
  };
}

/** Who called, as an event tells it. */
export function userIdentity(caller: Identity, accessKeyId: string): EventRecord['identity'] {
  const { kind, userId: principalId, arn, account: accountId } = caller;
  const common = { principalId, arn, accountId, accessKeyId };
  switch (kind) {
    case 'user':
      return { type: 'IAMUser', ...common, userName: caller.name };
    case 'role': {
      const [, role = ''] = /assumed-role\/([^/]+)\//.exec(arn) ?? [];
      const sessionIssuer = {
        type: 'Role',
        principalId: principalId.split(':')[0] ?? '',
        arn: `arn:aws:iam::${accountId}:role/${role}`,
        accountId,
        userName: role,
      };
      const sessionContext = { sessionIssuer, attributes: attributesOf(caller) };
      return { type: 'AssumedRole', ...common, sessionContext };
    }
    case 'root': {
      if (caller.task === undefined) return { type: 'Root', ...common };
      const sessionContext = { attributes: attributesOf(caller), assumedRoot: 'true' };
      return { type: 'Root', ...common, sessionContext };
    }
    case 'service':
      return { type: 'AWSService', invokedBy: principalId };
  }
}

function attributesOf({ since }: Identity): { readonly [name: string]: Json } {
  return { ...(since !== undefined && { creationDate: since }), mfaAuthenticated: 'false' };
}

/** The input with names as CloudTrail writes them, without secrets; what is very long is left out as a whole. */
function requestParameters(input: unknown): Json {
  const request = JSON.parse(JSON.stringify(input ?? null, hideSecrets)) as Json;
  if (JSON.stringify(request).length > LARGEST_REQUEST) return { omitted: true };
  return lowerCamel(request);
}

function hideSecrets(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' && SECRET.test(name) ? HIDDEN : value;
}

function lowerCamel(value: Json): Json {
  if (isList(value)) return value.map(lowerCamel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      lowerCamel(inner ?? null),
    ]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
