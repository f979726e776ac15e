import type { Backup } from '@aws-sdk/client-backup';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { RDS } from '@aws-sdk/client-rds';
import type { Route53 } from '@aws-sdk/client-route-53';
import type { SFN } from '@aws-sdk/client-sfn';
import type { STS } from '@aws-sdk/client-sts';
import type { CallRecord } from '../core/activity.ts';
import type { Environment } from '../core/drill.ts';
import { KunrenError } from '../core/failure.ts';
import type { Clock } from '../core/ports.ts';
import { createAccountGuard } from './account-guard.ts';
import type { AwsCredentials, CredentialSource } from './aws-credentials.ts';
import { boundTo, createTransport, type Transport } from './aws-transport.ts';
import { OUTERMOST, observeCalls } from './observe-calls.ts';

/**
 * AWS clients, one for each Region, made when first asked for. Bound to one attempt: its signal ends their calls, its
 * record takes them. Without a Region, the environment's.
 * Their credentials are asked about, in their own Region, before the first call that is made with them.
 * A call fails with `ACCOUNT_MISMATCH` (class `safety`) when they do not belong to the environment's account.
 */
export interface AwsClients {
  rds(region?: string): Promise<RDS>;
  backup(region?: string): Promise<Backup>;
  cloudWatch(region?: string): Promise<CloudWatch>;
  sfn(region?: string): Promise<SFN>;
  /** Global; its calls are those of `us-east-1`. */
  route53(): Promise<Route53>;
  /** Who calls, and no more: this is the question that the account is known by, so it is the one that is not guarded. */
  sts(region?: string): Promise<Pick<STS, 'getCallerIdentity'>>;
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

/** Where the control plane of Route 53 is. */
const ROUTE53_REGION = 'us-east-1';

/** @throws KunrenError `SANDBOX_NOT_LOCAL` when a sandbox environment points anywhere but to this machine. */
export function createAwsClients(options: AwsClientsOptions): (scope: CallScope) => AwsClients {
  const { environment, credentials, clock } = options;
  refuseDistantSandbox(environment);
  const guard = createAccountGuard(environment.accountId, credentials);
  let transport: Promise<Transport> | undefined;

  const connect = async <C extends AnyClient>(
    scope: CallScope,
    Client: new (config: ClientConfig) => C,
    service: string,
    region: string,
    held: () => Promise<AwsCredentials>,
  ): Promise<C> => {
    transport ??= createTransport(environment.region);
    const client = new Client({
      region,
      // The engine tries again, by its own journaled rules.
      maxAttempts: 1,
      ...(environment.endpointUrl !== undefined && { endpoint: environment.endpointUrl }),
      credentials: held,
      requestHandler: boundTo(scope.signal, await transport),
    });
    const onCall = (call: CallRecord) => scope.onCall(call);
    const observe = observeCalls({ service, region, clock, guard, onCall });
    client.middlewareStack.add(observe, OUTERMOST);
    return client;
  };

  return (scope) => {
    const connectSts = async (region: string, held: () => Promise<AwsCredentials>) => {
      const { STS } = await import('@aws-sdk/client-sts');
      return connect(scope, STS, 'sts', region, held);
    };
    const guarded = <C extends AnyClient>(
      Client: new (config: ClientConfig) => C,
      service: string,
      region: string,
    ) => {
      const ask = async (held: AwsCredentials) =>
        (await connectSts(region, async () => held)).getCallerIdentity({});
      return connect(scope, Client, service, region, () => guard.provide(region, ask));
    };
    const perRegion = <C>(make: (region: string) => Promise<C>) => {
      const made = new Map<string, Promise<C>>();
      return (region = environment.region) => {
        const client = made.get(region) ?? make(region);
        made.set(region, client);
        return client;
      };
    };
    const route53 = perRegion(async (region) =>
      guarded((await import('@aws-sdk/client-route-53')).Route53, 'route53', region),
    );
    return {
      rds: perRegion(async (region) =>
        guarded((await import('@aws-sdk/client-rds')).RDS, 'rds', region),
      ),
      backup: perRegion(async (region) =>
        guarded((await import('@aws-sdk/client-backup')).Backup, 'backup', region),
      ),
      cloudWatch: perRegion(async (region) =>
        guarded((await import('@aws-sdk/client-cloudwatch')).CloudWatch, 'cloudwatch', region),
      ),
      sfn: perRegion(async (region) =>
        guarded((await import('@aws-sdk/client-sfn')).SFN, 'states', region),
      ),
      route53: () => route53(ROUTE53_REGION),
      sts: perRegion((region) => connectSts(region, () => credentials.provide(region))),
    };
  };
}

/** What every client of the SDK is made with. */
interface ClientConfig {
  readonly region: string;
  readonly maxAttempts: number;
  readonly endpoint?: string;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly requestHandler: Transport;
}

interface AnyClient {
  readonly middlewareStack: {
    add(middleware: ReturnType<typeof observeCalls>, options: typeof OUTERMOST): void;
  };
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
