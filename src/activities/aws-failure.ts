import { type Failure, KunrenError } from '../core/failure.ts';
import type { Ms } from '../core/ports.ts';

/** Which call failed, for the record. */
export interface FailedCall {
  /** IAM prefix, e.g. `rds`. */
  readonly service: string;
  readonly operation: string;
  /** Wall clock in ms; a `Retry-After` date is counted from it. */
  readonly now: number;
}

type Meaning = Pick<Failure, 'code' | 'class' | 'retryable' | 'ambiguous'> & { message?: string };

/**
 * What an error of the AWS SDK, or of the network below it, means for the run.
 * An error that is known already is returned as it is; one that does not come from AWS stays a bug.
 */
export function awsFailure(error: unknown, call?: FailedCall): KunrenError {
  if (error instanceof KunrenError) return error;
  const thrown = readThrown(error);
  // An aborted call carries the reason for the abort, which says more than "aborted".
  if (thrown.cause instanceof KunrenError) {
    return new KunrenError({ ...thrown.cause.failure, ambiguous: true }, { cause: error });
  }
  const meaning = judge(thrown);
  const retryAfterMs = retryAfter(thrown.retryAfter, call?.now);
  return new KunrenError(
    {
      code: meaning.code,
      message: meaning.message ?? thrown.message,
      class: meaning.class,
      retryable: meaning.retryable,
      ambiguous: meaning.ambiguous,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      details: {
        awsCode: thrown.name,
        ...(thrown.requestId !== undefined && { requestId: thrown.requestId }),
        ...(thrown.httpStatus !== undefined && { httpStatus: thrown.httpStatus }),
        ...(call && { service: call.service, operation: call.operation }),
      },
    },
    { cause: error },
  );
}

/** Whether AWS answered with this code, e.g. `DB_INSTANCE_NOT_FOUND`. */
export function failedWith(error: unknown, code: string): boolean {
  return awsFailure(error).code === code;
}

/** `DBInstanceNotFoundFault` → `DB_INSTANCE_NOT_FOUND`: one code whether the SDK knows the error or not. */
export function failureCode(awsCode: string): string {
  return awsCode
    .replace(/(Fault|Exception)$/, '')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toUpperCase();
}

interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly cause: unknown;
  /** Node's code of a network error, e.g. `ECONNRESET`. */
  readonly errno: string | undefined;
  readonly fault: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter: string | undefined;
  /** What Route 53 says of each fault in a batch of changes. */
  readonly faults: readonly string[];
}

function readThrown(error: unknown): Thrown {
  const from = (error instanceof Error ? error : new Error(String(error))) as Error & {
    code?: unknown;
    $fault?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { headers?: { [name: string]: string } };
    messages?: unknown;
  };
  return {
    name: from.name,
    message: from.message,
    cause: from.cause,
    errno: typeof from.code === 'string' ? from.code : undefined,
    fault: from.$fault,
    httpStatus: from.$metadata?.httpStatusCode,
    requestId: from.$metadata?.requestId,
    retryAfter: from.$response?.headers?.['retry-after'],
    faults: Array.isArray(from.messages) ? from.messages.map(String) : [],
  };
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const CONNECTION_LOST = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);
const TLS_REFUSED = /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_)/;

const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'KmsThrottlingException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const CREDENTIALS_EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'RequestExpired',
  'TokenProviderError',
  'UnrecognizedClientException',
]);

const CREDENTIALS_REFUSED = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
]);

// These pass by themselves: the thing is busy with something else, or AWS has no room for now.
const PASSING =
  /^(Invalid\w*StateFault|InvalidDB\w*State|InvalidResourceStateException|InsufficientDBInstanceCapacity(Fault)?|ConcurrentModification(Exception)?|ConflictException|ExecutionLimitExceeded)$/;

// Somebody has to ask AWS for more, or to give something up.
const AT_ITS_LIMIT = /(Quota|Limits?)Exceeded(Fault|Exception)?$/;

function judge(error: Thrown): Meaning {
  const { name, errno = '', httpStatus = 0 } = error;
  if (THROTTLED.has(name) || httpStatus === 429) return passing('THROTTLED', false);
  if (name === 'AbortError') return passing('CALL_ABORTED', true);
  // The code before the name: the SDK calls a reset connection a TimeoutError too.
  if (UNREACHABLE.has(errno)) return passing('ENDPOINT_UNREACHABLE', false);
  if (CONNECTION_LOST.has(errno)) return passing('CONNECTION_LOST', true);
  if (name === 'TimeoutError' || errno === 'ETIMEDOUT') return passing('TIMED_OUT', true);
  if (TLS_REFUSED.test(errno)) return lasting('TLS_UNTRUSTED', 'environment');
  return judgeCredentials(error) ?? judgeAnswer(error);
}

function judgeCredentials({ name, message }: Thrown): Meaning | undefined {
  if (
    /^RequestTimeTooSkewed$|^RequestInTheFuture$/.test(name) ||
    /^Signature (expired|not yet)/.test(message)
  ) {
    return {
      ...lasting('CLOCK_SKEWED', 'environment'),
      message: `AWS refused the signature because this machine's clock is wrong: ${message}`,
    };
  }
  if (CREDENTIALS_EXPIRED.has(name)) return renewable('CREDENTIALS_EXPIRED');
  if (CREDENTIALS_REFUSED.has(name)) return renewable('CREDENTIALS_REFUSED');
  if (name === 'CredentialsProviderError') {
    return renewable(/expired/i.test(message) ? 'CREDENTIALS_EXPIRED' : 'CREDENTIALS_MISSING');
  }
  return undefined;
}

/** The answer to a HEAD has no body, so there is no code in it. */
const WITHOUT_CODE = /^(403|Forbidden|Unknown(Error)?)$/;

function judgeAnswer({ name, message, fault, httpStatus, faults }: Thrown): Meaning {
  const denied =
    /^(AccessDenied|KmsAccessDenied|UnauthorizedOperation|NotAuthorized)/.test(name) ||
    (httpStatus === 403 && WITHOUT_CODE.test(name));
  if (denied) {
    const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(message)?.[1];
    return {
      ...lasting('ACCESS_DENIED', 'environment'),
      ...(action && { message: `The caller lacks the IAM permission ${action}: ${message}` }),
    };
  }
  if ((httpStatus !== undefined && httpStatus >= 500) || fault === 'server') {
    return passing(name === 'Error' ? 'SERVICE_FAILED' : failureCode(name), true);
  }
  if (message.includes('Deserialization error')) return passing('ANSWER_UNREADABLE', true);
  if (PASSING.test(name)) return passing(failureCode(name), false);
  if (AT_ITS_LIMIT.test(name)) return lasting(failureCode(name), 'environment');
  if (name === 'InvalidChangeBatch') {
    return {
      ...lasting('INVALID_CHANGE_BATCH', 'input'),
      message: `Route 53 took none of the changes: ${faults.join('; ') || message}`,
    };
  }
  if (fault === 'client' || (httpStatus !== undefined && httpStatus >= 400)) {
    return lasting(failureCode(name), 'input');
  }
  return lasting('UNEXPECTED', 'bug');
}

function passing(code: string, ambiguous: boolean): Meaning {
  return { code, class: 'environment', retryable: true, ambiguous };
}

function renewable(code: string): Meaning {
  return { code, class: 'credentials', retryable: true, ambiguous: false };
}

function lasting(code: string, failureClass: Failure['class']): Meaning {
  return { code, class: failureClass, retryable: false, ambiguous: false };
}

/** Seconds or an HTTP date. */
function retryAfter(header: string | undefined, now: number | undefined): Ms | undefined {
  if (header === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) || now === undefined ? undefined : Math.max(0, date - now);
}
