import type { Environment } from '../core/drill.ts';
import type { Clock } from '../core/ports.ts';
import { type AwsClients, type CallScope, createAwsClients } from './aws-clients.ts';
import { type AwsCredentials, createCredentialSource } from './aws-credentials.ts';
import { createSandboxControl, type SandboxControl } from './outage/sandbox-control.ts';
import type { SqlDriver } from './sql/driver.ts';
import { postgresDriver } from './sql/postgres-driver.ts';

/** What the activities reach the outside world with; `context.services` of every attempt. */
export interface Services {
  readonly aws: AwsClients;
  readonly sql: SqlDriver;
  /** Where to ask for names; empty in an AWS account, unless its environment says otherwise. */
  readonly dns: NonNullable<Environment['dns']>;
  /** Absent in an AWS account. */
  readonly sandbox?: SandboxControl;
}

export interface ServicesOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  /**
   * Fixed credentials, for the sandbox.
   * @default the usual chain of AWS, with the environment's profile and role
   */
  readonly credentials?: AwsCredentials;
  /** @default PostgreSQL */
  readonly sql?: SqlDriver;
}

/**
 * Connects nothing yet: clients are loaded and made when an activity first asks for them.
 * @returns a function that binds services to one attempt.
 * @throws KunrenError `SANDBOX_NOT_LOCAL` when a sandbox environment points anywhere but to this machine.
 */
export function createServices(options: ServicesOptions): (scope: CallScope) => Services {
  const { environment, clock, credentials, sql = postgresDriver } = options;
  const aws = createAwsClients({
    environment,
    clock,
    credentials: createCredentialSource(environment, clock, credentials),
  });
  const dns = environment.dns ?? {};
  const { kind, endpointUrl } = environment;
  const sandbox =
    kind === 'sandbox' && endpointUrl !== undefined ? createSandboxControl(endpointUrl) : undefined;
  return (scope) => ({ aws: aws(scope), sql, dns, ...(sandbox && { sandbox }) });
}
