import type { RDSClientConfig } from '@aws-sdk/client-rds';
import type { Environment } from '../core/drill.ts';
import type { Clock, Ms } from '../core/ports.ts';

type Provider = Extract<NonNullable<RDSClientConfig['credentials']>, (...args: never) => unknown>;
export type AwsCredentials = Awaited<ReturnType<Provider>>;

/** Where the clients get their credentials from. */
export interface CredentialSource {
  /** The same credentials until they are about to end. */
  provide(): Promise<AwsCredentials>;
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

  let provider: Provider | undefined;
  let held: AwsCredentials | undefined;
  const forget = () => {
    provider = undefined;
    held = undefined;
  };
  return {
    async provide() {
      const end = held?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      if (held && end - clock.now() > RENEW_BEFORE_END_MS) return held;
      try {
        provider ??= await providerFor(environment);
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

async function providerFor(environment: Environment): Promise<Provider> {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import(
    '@aws-sdk/credential-providers'
  );
  const { profile, roleArn, externalId, region, endpointUrl } = environment;
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
      ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    },
  });
}
