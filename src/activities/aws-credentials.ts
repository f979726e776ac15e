import type { RDSClientConfig } from '@aws-sdk/client-rds';
import type { Environment } from '../core/drill.ts';
import type { Clock, Ms } from '../core/ports.ts';
import { TIMEOUTS } from './aws-transport.ts';

type Provider = Extract<NonNullable<RDSClientConfig['credentials']>, (...args: never) => unknown>;
export type AwsCredentials = Awaited<ReturnType<Provider>>;

/** Where the clients get their credentials from. */
export interface CredentialSource {
  /**
   * The same credentials, in every Region, until they are about to end.
   * @param region - where a role is assumed when that has to be done: a Region that is down must not be in the way.
   */
  provide(region: string): Promise<AwsCredentials>;
  /** Starts afresh with the next `provide`, so that a login made meanwhile in another terminal is seen. */
  forget(): void;
}

/** Credentials with less life than this are renewed first. */
const RENEW_BEFORE_END_MS: Ms = 5 * 60 * 1000;

/** @param given - fixed credentials (the sandbox's); without them AWS's usual chain is walked. */
export function createCredentialSource(
  environment: Environment,
  clock: Clock,
  given?: AwsCredentials,
): CredentialSource {
  if (given) return { provide: async () => given, forget: () => {} };

  const providers = new Map<string, Provider>();
  let held: AwsCredentials | undefined;
  const forget = () => {
    providers.clear();
    held = undefined;
  };
  return {
    async provide(region) {
      const end = held?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      if (held && end - clock.now() > RENEW_BEFORE_END_MS) return held;
      try {
        const provider = providers.get(region) ?? (await providerFor(environment, region));
        providers.set(region, provider);
        held = await provider();
        return held;
      } catch (error) {
        forget();
        throw error;
      }
    },
    forget,
  };
}

async function providerFor(environment: Environment, region: string): Promise<Provider> {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import(
    '@aws-sdk/credential-providers'
  );
  const { profile, roleArn, externalId, endpointUrl } = environment;
  const own = fromNodeProviderChain({
    ...(profile !== undefined && { profile }),
    // The SDK remembers the shared files for the life of the process; a renewed login would not be seen.
    ignoreCache: true,
  });
  if (roleArn === undefined) return own;
  return fromTemporaryCredentials({
    masterCredentials: own,
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'kunren',
      ...(externalId !== undefined && { ExternalId: externalId }),
    },
    clientConfig: {
      region,
      maxAttempts: 1,
      requestHandler: TIMEOUTS,
      ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    },
  });
}
