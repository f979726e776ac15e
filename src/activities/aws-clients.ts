import type { RDS } from '@aws-sdk/client-rds';
import type { STS } from '@aws-sdk/client-sts';
import type { CallRecord } from '../core/activity.ts';
import type { Environment } from '../core/drill.ts';
import { KunrenError } from '../core/failure.ts';
import type { Clock, Ms } from '../core/ports.ts';
import { type AccountGuard, createAccountGuard } from './account-guard.ts';
import type { AwsCredentials, CredentialSource } from './aws-credentials.ts';
import { awsFailure } from './aws-failure.ts';

/**
 * AWS clients, made when first asked for. Bound to one attempt: its signal ends their calls, its record takes them.
 * Their credentials are asked about before the first call that is made with them.
 * A call fails with `ACCOUNT_MISMATCH` (class `safety`) when they do not belong to the environment's account.
 */
export interface AwsClients {
  rds(): Promise<RDS>;
  /** Who calls, and no more: this is the question that the account is known by, so it is the one that is not guarded. */
  sts(): Promise<Pick<STS, 'getCallerIdentity'>>;
}

/** One attempt of one activity. */
export interface CallScope {
  readonly activity: string;
  readonly signal: AbortSignal;
  /** Called once for every call that went out, however it ended. */
  onCall(call: CallRecord): void;
}

export interface AwsClientsOptions {
  readonly environment: Environment;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
}

const CONNECT_TIMEOUT_MS: Ms = 5_000;
const REQUEST_TIMEOUT_MS: Ms = 20_000;

/** @throws KunrenError `SANDBOX_NOT_LOCAL` when a sandbox environment points anywhere but to this machine. */
export function createAwsClients(options: AwsClientsOptions): (scope: CallScope) => AwsClients {
  const { environment, credentials } = options;
  refuseDistantSandbox(environment);
  const guard = createAccountGuard(environment.accountId, credentials);
  const config = {
    region: environment.region,
    // The engine tries again, by its own journaled rules.
    maxAttempts: 1,
    ...(environment.endpointUrl !== undefined && { endpoint: environment.endpointUrl }),
  };
  // One handler for all, so that connections are kept alive between attempts.
  let transport: Promise<Transport> | undefined;
  const connect = async (scope: CallScope) => {
    transport ??= createTransport(config.region);
    return boundTo(scope.signal, await transport);
  };

  const connectSts = async (scope: CallScope, held: () => Promise<AwsCredentials>) => {
    const { STS } = await import('@aws-sdk/client-sts');
    const client = new STS({ ...config, credentials: held, requestHandler: await connect(scope) });
    client.middlewareStack.add(observe('sts', scope, options, guard), OUTERMOST);
    return client;
  };

  return (scope) => ({
    rds: lazily(async () => {
      const { RDS } = await import('@aws-sdk/client-rds');
      const ask = async (held: AwsCredentials) =>
        (await connectSts(scope, async () => held)).getCallerIdentity({});
      const client = new RDS({
        ...config,
        credentials: () => guard.provide(ask),
        requestHandler: await connect(scope),
      });
      client.middlewareStack.add(observe('rds', scope, options, guard), OUTERMOST);
      return client;
    }),
    sts: lazily(() => connectSts(scope, () => credentials.provide())),
  });
}

function refuseDistantSandbox(environment: Environment): void {
  if (environment.kind !== 'sandbox') return;
  const host =
    environment.endpointUrl === undefined ? '' : new URL(environment.endpointUrl).hostname;
  if (['127.0.0.1', 'localhost', '[::1]'].includes(host)) return;
  throw new KunrenError({
    code: 'SANDBOX_NOT_LOCAL',
    message: `The sandbox "${environment.name}" has no endpoint on this machine; a call could reach a real account.`,
    class: 'safety',
  });
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

type Transport = RDS['config']['requestHandler'];

async function createTransport(region: string): Promise<Transport> {
  const { RDSClient } = await import('@aws-sdk/client-rds');
  const client = new RDSClient({
    region,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // Without this the SDK only prints a warning and goes on waiting.
      throwOnRequestTimeout: true,
    },
  });
  return client.config.requestHandler;
}

/** The same handler and its connections, with every request ended by the signal. */
function boundTo(signal: AbortSignal, transport: Transport): Transport {
  const handle: Transport['handle'] = (request, options) =>
    transport.handle(request, { ...options, abortSignal: signal });
  return Object.assign(Object.create(transport), { handle });
}

const OUTERMOST = { name: 'kunren-observe', step: 'initialize', priority: 'high' } as const;

type Send<Args, Answer> = (args: Args) => Promise<Answer>;
interface Answered {
  readonly output: { readonly $metadata: { requestId?: string; httpStatusCode?: number } };
}

/** Records every call, gives its error our form, and drops credentials that were refused. */
function observe(
  service: string,
  scope: CallScope,
  { environment, clock }: AwsClientsOptions,
  guard: AccountGuard,
) {
  return <Args, Answer extends Answered>(
    next: Send<Args, Answer>,
    context: { commandName?: string },
  ): Send<Args, Answer> => {
    const operation = (context.commandName ?? 'Unknown').replace(/Command$/, '');
    return async (args) => {
      const started = clock.monotonic();
      const record = (more: Partial<CallRecord>) =>
        scope.onCall({
          service,
          operation,
          mutating: !/^(Describe|List|Get)/.test(operation),
          region: environment.region,
          durationMs: clock.monotonic() - started,
          ...more,
        });
      try {
        const answer = await next(args);
        record(wire(answer.output.$metadata.requestId, answer.output.$metadata.httpStatusCode));
        return answer;
      } catch (error) {
        const failed = awsFailure(error, { service, operation, now: clock.now() });
        const { class: failureClass, code, message, details } = failed.failure;
        if (failureClass === 'credentials') guard.forget();
        record({
          ...wire(details?.['requestId'], details?.['httpStatus']),
          error: { code, message },
        });
        throw failed;
      }
    };
  };
}

function wire(
  requestId: unknown,
  httpStatus: unknown,
): Pick<CallRecord, 'requestId' | 'httpStatus'> {
  return {
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof httpStatus === 'number' && { httpStatus }),
  };
}
