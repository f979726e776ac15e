import type { Services } from '../../activities/services.ts';
import type { CallRecord } from '../../core/activity.ts';
import type { Drill, Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, SecretVault } from '../../core/ports.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';

/** An environment that can be worked in. */
export interface OpenedEnvironment {
  /** With the endpoint filled in. */
  readonly environment: Environment;
  readonly services: (scope: {
    readonly activity: string;
    readonly signal: AbortSignal;
    readonly onCall: (call: CallRecord) => void;
  }) => Services;
}

interface EnvironmentParts {
  readonly project: Project;
  readonly clock: Clock;
  readonly secrets: SecretVault;
  /** What will be written down in the open; no secret may be a part of it. @default nothing */
  readonly drill?: Drill;
  /** Whether the source's data will be read; a clean-up does without. @default true */
  readonly readsSource?: boolean;
}

/**
 * Starts the sandbox when it is not up, or prepares the clients of an AWS account; puts the passwords of the
 * database into the vault. Nothing is called in AWS yet.
 * @throws KunrenError when the sandbox does not start, `SOURCE_PASSWORD_MISSING` or `SOURCE_PASSWORD_WEAK`.
 */
export async function openEnvironment(
  io: Io,
  declared: Environment,
  parts: EnvironmentParts,
): Promise<OpenedEnvironment> {
  const { createServices } = await import('../../activities/services.ts');
  const { project, clock, secrets } = parts;
  if (declared.kind === 'aws') {
    const endpointUrl = declared.endpointUrl ?? io.env['AWS_ENDPOINT_URL'];
    const environment: Environment = { ...declared, ...(endpointUrl && { endpointUrl }) };
    if (parts.readsSource !== false) {
      putPassword(io, 'source-password', environment.sourcePasswordEnv, environment, parts);
      putPassword(io, 'admin-password', environment.adminPasswordEnv, environment, parts);
    }
    return { environment, services: createServices({ environment, clock }) };
  }
  const { ensureSandbox } = await import('../../sandbox/client.ts');
  const info = await ensureSandbox({
    home: await sandboxHome(io, project),
    onPhase: (phase) => io.err(`sandbox: ${phase}`),
  });
  const environment: Environment = {
    ...declared,
    endpointUrl: info.endpointUrl,
    otherRegions: info.otherRegions,
    dns: info.dns,
  };
  secrets.put('source-password', info.database.readonly.password);
  secrets.put('admin-password', info.database.admin.password);
  return {
    environment,
    services: createServices({
      environment,
      clock,
      credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'sandbox-needs-no-secret' },
    }),
  };
}

export async function sandboxHome(io: Io, project: Project): Promise<string> {
  const { defaultSandboxHome } = await import('../../sandbox/client.ts');
  return defaultSandboxHome(project.root, io.env);
}

/** Shorter ones turn up by chance, and redaction would then tear holes into what is no secret. */
const SHORTEST_PASSWORD = 8;

function putPassword(
  io: Io,
  name: 'source-password' | 'admin-password',
  variable: string | undefined,
  environment: Environment,
  { secrets, drill }: EnvironmentParts,
): void {
  if (variable === undefined) return;
  const password = io.env[variable];
  if (!password) {
    throw new KunrenError({
      code: 'SOURCE_PASSWORD_MISSING',
      message: `The environment variable ${variable}, which holds a password of the database, is not set.`,
      class: 'input',
    });
  }
  const open = JSON.stringify([drill, environment]);
  if (password.length < SHORTEST_PASSWORD || open.includes(password)) {
    throw new KunrenError({
      code: 'SOURCE_PASSWORD_WEAK',
      message:
        `The password in ${variable} is shorter than ${SHORTEST_PASSWORD} characters or stands in the drill itself, ` +
        'so it cannot be kept out of the journal.',
      class: 'input',
    });
  }
  secrets.put(name, password);
}
