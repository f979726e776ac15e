import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsFailure, failureCode } from '../../src/activities/aws-failure.ts';
import { KunrenError } from '../../src/core/failure.ts';

const now = Date.parse('2026-11-24T01:00:00Z');
const call = { service: 'rds', operation: 'DescribeDBInstances', now };

function awsError(name: string, status = 400, more: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status, requestId: 'req-1' },
    ...more,
  });
}

const networkError = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
const failureOf = (error: unknown) => awsFailure(error, call).failure;

describe('codes', () => {
  test.each([
    ['DBInstanceNotFoundFault', 'DB_INSTANCE_NOT_FOUND'],
    ['DBInstanceNotFound', 'DB_INSTANCE_NOT_FOUND'],
    ['DBInstanceAlreadyExistsFault', 'DB_INSTANCE_ALREADY_EXISTS'],
    ['InvalidVPCNetworkStateFault', 'INVALID_VPC_NETWORK_STATE'],
    ['KMSKeyNotAccessibleFault', 'KMS_KEY_NOT_ACCESSIBLE'],
    ['InvalidParameterValue', 'INVALID_PARAMETER_VALUE'],
    ['ValidationException', 'VALIDATION'],
    ['Sdk.Odd-Name', 'SDK_ODD_NAME'],
  ])('%s → %s', (awsCode, code) => {
    expect(failureCode(awsCode)).toBe(code);
  });

  test('every code is upper snake case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][A-Za-z0-9]{1,30}$/), (name) => {
        expect(failureCode(`${name}X`)).toMatch(/^[A-Z0-9]+(_[A-Z0-9]+)*$/);
      }),
    );
  });
});

describe('who must act, and whether to try again', () => {
  test.each([
    ['throttling', awsError('Throttling'), 'THROTTLED', 'environment', true, false],
    ['throttling by status', awsError('Odd', 429), 'THROTTLED', 'environment', true, false],
    [
      'an internal failure',
      awsError('InternalFailure', 500),
      'INTERNAL_FAILURE',
      'environment',
      true,
      true,
    ],
    [
      'unavailable',
      awsError('ServiceUnavailable', 503),
      'SERVICE_UNAVAILABLE',
      'environment',
      true,
      true,
    ],
    ['a reset', networkError('ECONNRESET'), 'CONNECTION_LOST', 'environment', true, true],
    ['a broken pipe', networkError('EPIPE'), 'CONNECTION_LOST', 'environment', true, true],
    ['a time-out', networkError('ETIMEDOUT'), 'TIMED_OUT', 'environment', true, true],
    [
      'the SDK’s time-out',
      awsError('TimeoutError', 0, { $metadata: {} }),
      'TIMED_OUT',
      'environment',
      true,
      true,
    ],
    [
      'nobody listening',
      networkError('ECONNREFUSED'),
      'ENDPOINT_UNREACHABLE',
      'environment',
      true,
      false,
    ],
    [
      'an unknown host',
      networkError('ENOTFOUND'),
      'ENDPOINT_UNREACHABLE',
      'environment',
      true,
      false,
    ],
    [
      'an untrusted certificate',
      networkError('SELF_SIGNED_CERT_IN_CHAIN'),
      'TLS_UNTRUSTED',
      'environment',
      false,
      false,
    ],
    [
      'an expired token',
      awsError('ExpiredToken'),
      'CREDENTIALS_EXPIRED',
      'credentials',
      true,
      false,
    ],
    [
      'an expired token, JSON',
      awsError('ExpiredTokenException'),
      'CREDENTIALS_EXPIRED',
      'credentials',
      true,
      false,
    ],
    [
      'an expired request',
      awsError('RequestExpired'),
      'CREDENTIALS_EXPIRED',
      'credentials',
      true,
      false,
    ],
    [
      'an unknown key',
      awsError('InvalidClientTokenId', 403),
      'CREDENTIALS_EXPIRED',
      'credentials',
      true,
      false,
    ],
    [
      'an unknown client',
      awsError('UnrecognizedClientException'),
      'CREDENTIALS_EXPIRED',
      'credentials',
      true,
      false,
    ],
    [
      'an ended SSO session',
      Object.assign(new Error('Token is expired.'), { name: 'TokenProviderError' }),
      'CREDENTIALS_EXPIRED',
      'credentials',
      true,
      false,
    ],
    [
      'no credentials',
      Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      }),
      'CREDENTIALS_MISSING',
      'credentials',
      true,
      false,
    ],
    [
      'ended SSO credentials',
      Object.assign(new Error('The SSO session has expired.'), {
        name: 'CredentialsProviderError',
      }),
      'CREDENTIALS_EXPIRED',
      'credentials',
      true,
      false,
    ],
    [
      'a wrong signature',
      awsError('SignatureDoesNotMatch', 403),
      'CREDENTIALS_REFUSED',
      'credentials',
      true,
      false,
    ],
    [
      'a wrong clock',
      awsError('RequestTimeTooSkewed', 403),
      'CLOCK_SKEWED',
      'environment',
      false,
      false,
    ],
    ['no permission', awsError('AccessDenied', 403), 'ACCESS_DENIED', 'environment', false, false],
    [
      'no permission, JSON',
      awsError('AccessDeniedException', 400),
      'ACCESS_DENIED',
      'environment',
      false,
      false,
    ],
    [
      'a thing that is busy',
      awsError('InvalidDBInstanceStateFault'),
      'INVALID_DB_INSTANCE_STATE',
      'environment',
      true,
      false,
    ],
    [
      'no room in AWS',
      awsError('InsufficientDBInstanceCapacityFault'),
      'INSUFFICIENT_DB_INSTANCE_CAPACITY',
      'environment',
      true,
      false,
    ],
    [
      'a wrong parameter',
      awsError('InvalidParameterValue'),
      'INVALID_PARAMETER_VALUE',
      'input',
      false,
      false,
    ],
    [
      'a thing that is not there',
      awsError('DBInstanceNotFoundFault', 404),
      'DB_INSTANCE_NOT_FOUND',
      'input',
      false,
      false,
    ],
    ['our own mistake', new TypeError('x is not a function'), 'UNEXPECTED', 'bug', false, false],
  ] as const)('%s', (_case, error, code, failureClass, retryable, ambiguous) => {
    expect(failureOf(error)).toMatchObject({ code, class: failureClass, retryable, ambiguous });
  });

  test('an old signature is a matter of the clock, whatever its code', () => {
    const error = awsError('SignatureDoesNotMatch', 403);
    error.message = 'Signature expired: 20261124T003000Z is now earlier than 20261124T004500Z';
    expect(failureOf(error)).toMatchObject({ code: 'CLOCK_SKEWED', retryable: false });
  });

  test('an answer that cannot be read may have taken effect', () => {
    const error = new SyntaxError(
      'Unexpected end\n  Deserialization error: to see the raw response',
    );
    expect(failureOf(error)).toMatchObject({
      code: 'ANSWER_UNREADABLE',
      retryable: true,
      ambiguous: true,
    });
  });

  test('the message of a refusal names the IAM action', () => {
    const error = awsError('AccessDenied', 403);
    error.message =
      'User: arn:aws:iam::111122223333:user/x is not authorized to perform: rds:RestoreDBInstanceToPointInTime on resource: arn';
    expect(failureOf(error).message).toMatch(
      /^The caller lacks the IAM permission rds:RestoreDBInstanceToPointInTime/,
    );
  });

  test('an abort is told by its reason, and stays in doubt', () => {
    const reason = new KunrenError({
      code: 'ATTEMPT_TIMED_OUT',
      message: 'time is up',
      retryable: true,
    });
    const error = Object.assign(new Error('Request aborted', { cause: reason }), {
      name: 'AbortError',
    });
    expect(failureOf(error)).toMatchObject({ code: 'ATTEMPT_TIMED_OUT', ambiguous: true });
    const bare = Object.assign(new Error('Request aborted'), { name: 'AbortError' });
    expect(failureOf(bare)).toMatchObject({
      code: 'CALL_ABORTED',
      retryable: true,
      ambiguous: true,
    });
  });
});

describe('retry-after', () => {
  const waited = (header: string) =>
    failureOf(awsError('Throttling', 400, { $response: { headers: { 'retry-after': header } } }))
      .retryAfterMs;

  test('in seconds', () => {
    expect(waited('7')).toBe(7000);
  });

  test('as a date', () => {
    expect(waited('Tue, 24 Nov 2026 01:00:30 GMT')).toBe(30_000);
    expect(waited('Tue, 24 Nov 2026 00:00:00 GMT')).toBe(0);
  });

  test('nonsense is no wait', () => {
    expect(waited('soon')).toBeUndefined();
  });
});

test('details say which call it was', () => {
  expect(failureOf(awsError('InvalidParameterValue')).details).toEqual({
    awsCode: 'InvalidParameterValue',
    requestId: 'req-1',
    httpStatus: 400,
    service: 'rds',
    operation: 'DescribeDBInstances',
  });
});

test('what is known already stays as it is', () => {
  const known = new KunrenError({ code: 'NOT_OURS', message: 'no' });
  expect(awsFailure(known)).toBe(known);
});
