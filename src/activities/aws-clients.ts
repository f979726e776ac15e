import type { Backup } from '@aws-sdk/client-backup';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { KMS } from '@aws-sdk/client-kms';
import type { RDS } from '@aws-sdk/client-rds';
import type { Route53 } from '@aws-sdk/client-route-53';
import type { SFN } from '@aws-sdk/client-sfn';
import type { STS } from '@aws-sdk/client-sts';
import type { CallRecord } from '../core/activity.ts';
import type { Environment } from '../core/drill.ts';
import { KunrenError } from '../core/failure.ts';
import type { Clock } from '../core/ports.ts';
import {
  type AccountClients,
  createAccountClients,
  GLOBAL_REGION,
  perRegion,
} from './account-clients.ts';
import { createAccountGuard, demandAccount } from './account-guard.ts';
import { type AccountSession, assumeSession } from './account-session.ts';
import type { AwsCredentials, CredentialSource } from './aws-credentials.ts';
import { boundTo, createTransport, type Transport } from './aws-transport.ts';
import type { Connect } from './connect.ts';
import { OUTERMOST, observeCalls } from './observe-calls.ts';
import { createSessionCredentials } from './session-credentials.ts';

/**
 * AWS clients, one for each Region, made when first asked for. Bound to one attempt: its signal ends their calls, its
 * record takes them. Without a Region, the environment's.
 * Their credentials are asked about, in their own Region, before the first call that is made with them.
 * A call fails with `ACCOUNT_MISMATCH` (class `safety`) when they do not belong to the environment's account.
 */
export interface AwsClients extends AccountClients {
  rds(region?: string): Promise<RDS>;
  backup(region?: string): Promise<Backup>;
  cloudWatch(region?: string): Promise<CloudWatch>;
  sfn(region?: string): Promise<SFN>;
  kms(region?: string): Promise<KMS>;
  /** Global; its calls are those of `us-east-1`. */
  route53(): Promise<Route53>;
  /** Who calls, and no more: this is the question that the account is known by, so it is the one that is not guarded. */
  sts(region?: string): Promise<Pick<STS, 'getCallerIdentity'>>;
  /**
   * Clients in another account. Their credentials are made with the environment's own, before the first call, and made
   * anew when they end. A call fails with what that failed with, or with `ACCOUNT_MISMATCH` (class `safety`) when they
   * lead to another account than the session names.
   */
  inAccount(session: AccountSession): AccountClients;
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

/** @throws KunrenError `SANDBOX_NOT_LOCAL` when a sandbox environment points anywhere but to this machine. */
export function createAwsClients(options: AwsClientsOptions): (scope: CallScope) => AwsClients {
  const { environment, credentials, clock } = options;
  refuseDistantSandbox(environment);
  const { region: home, endpointUrl } = environment;
  const guard = createAccountGuard(environment.accountId, credentials);
  const sessions = createSessionCredentials(clock);
  let transport: Promise<Transport> | undefined;

  const connectWith =
    (scope: CallScope, source: CredentialSource): Connect =>
    async (Client, service, region) => {
      transport ??= createTransport(home);
      const client = new Client({
        region,
        // The engine tries again, by its own journaled rules.
        maxAttempts: 1,
        ...(endpointUrl !== undefined && { endpoint: endpointUrl, forcePathStyle: true }),
        // An endpoint that is not in the run's record would pass for AWS.
        ignoreConfiguredEndpointUrls: true,
        followRegionRedirects: true,
        credentials: () => source.provide(region),
        requestHandler: boundTo(scope.signal, await transport),
      });
      const onCall = (call: CallRecord) => scope.onCall(call);
      const forget = () => source.forget();
      const observe = observeCalls({ service, region, clock, forget, onCall });
      client.middlewareStack.add(observe, OUTERMOST);
      return client;
    };

  return (scope) => {
    const connectSts = async (region: string, source: CredentialSource) =>
      connectWith(scope, source)((await import('@aws-sdk/client-sts')).STS, 'sts', region);
    const forget = () => guard.forget();
    const identify = async (region: string, held: AwsCredentials) =>
      (await connectSts(region, { provide: async () => held, forget })).getCallerIdentity({});
    const own: CredentialSource = {
      provide: (region) => guard.provide(region, (held) => identify(region, held)),
      forget,
    };
    const enter = (session: AccountSession) => {
      const source = sessions.forAttempt(session, async (region) => {
        // In the environment's own Region: nobody is made root at the global endpoint, which signs for us-east-1.
        const made = await assumeSession(await connectSts(home, own), session);
        demandAccount(session.accountId, await identify(region, made), 'the runbook');
        return made;
      });
      return createAccountClients(connectWith(scope, source), home);
    };
    const connect = connectWith(scope, own);
    const route53 = perRegion(home, async (region) =>
      connect((await import('@aws-sdk/client-route-53')).Route53, 'route53', region),
    );
    return {
      ...createAccountClients(connect, home),
      rds: perRegion(home, async (region) =>
        connect((await import('@aws-sdk/client-rds')).RDS, 'rds', region),
      ),
      backup: perRegion(home, async (region) =>
        connect((await import('@aws-sdk/client-backup')).Backup, 'backup', region),
      ),
      cloudWatch: perRegion(home, async (region) =>
        connect((await import('@aws-sdk/client-cloudwatch')).CloudWatch, 'cloudwatch', region),
      ),
      sfn: perRegion(home, async (region) =>
        connect((await import('@aws-sdk/client-sfn')).SFN, 'states', region),
      ),
      kms: perRegion(home, async (region) =>
        connect((await import('@aws-sdk/client-kms')).KMS, 'kms', region),
      ),
      route53: () => route53(GLOBAL_REGION),
      sts: perRegion(home, (region) =>
        connectSts(region, { provide: (at) => credentials.provide(at), forget }),
      ),
      inAccount: enter,
    };
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
