import type { KeptObject, Retention } from '../../activities/s3/keep-object.ts';
import { KunrenError } from '../../core/failure.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import { findProject } from '../project.ts';
import { openEnvironment } from '../runs/open-environment.ts';
import { systemClock } from '../system-clock.ts';
import type { EvidencePackage } from './pack-evidence.ts';

/** Where evidence is to be kept, and by whose credentials it gets there. */
export interface Destination {
  readonly bucket: string;
  /** Without slashes around it; empty for none. */
  readonly prefix: string;
  /** Name of the environment with whose credentials it is done. @default the run's */
  readonly env?: string;
  /** Account that the bucket has to belong to. @default the environment's */
  readonly owner?: string;
  readonly retention?: Retention;
}

export interface KeptEvidence extends KeptObject {
  readonly uri: string;
  readonly owner: string;
  /** Who has put it there, as AWS says. */
  readonly by: string;
}

/** Nobody should wait for an upload without an end. */
const PATIENCE_MS = 600_000;

/**
 * Puts packed evidence into a bucket that keeps it, and proves that it does.
 * @throws KunrenError `ENVIRONMENT_UNKNOWN`, what is wrong with the credentials, and what `keepObject` throws
 */
export async function keepEvidence(
  io: Io,
  { name, content, manifest }: EvidencePackage,
  { bucket, prefix, env = manifest.environment.name, owner, retention }: Destination,
  { force }: { readonly force: boolean },
): Promise<KeptEvidence> {
  const { keepObject } = await import('../../activities/s3/keep-object.ts');
  const project = findProject(io.cwd);
  const declared = findEnvironment(readEnvironments(project.environments), env);
  const { vault: secrets } = createRedactor();
  const parts = { project, clock: systemClock, secrets, readsSource: false };
  const { services, environment } = await openEnvironment(io, declared, parts);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { aws } = services({ activity: 'export', signal, onCall: () => undefined });
  const { Arn: by = 'an unknown caller' } = await (await aws.sts()).getCallerIdentity({});
  const owned = { name: bucket, owner: owner ?? environment.accountId };
  const key = prefix === '' ? name : `${prefix}/${name}`;
  const uri = `s3://${bucket}/${key}`;
  io.err(`drill: uploading as ${by} to ${uri}, a bucket of the account ${owned.owner}`);
  const wanted = { bucket: owned, key, content, force, ...(retention && { retention }) };
  const kept = await keepObject(await aws.s3(), wanted, systemClock);
  return { ...kept, uri, owner: owned.owner, by };
}

/** @throws KunrenError `DESTINATION_INVALID` */
export function readDestination(text: string): Pick<Destination, 'bucket' | 'prefix'> {
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? [];
  if (bucket !== undefined) return { bucket, prefix: prefix.replace(/^\/+|\/+$/g, '') };
  throw new KunrenError({
    code: 'DESTINATION_INVALID',
    message: `"${text}" is no place to upload to. Write s3://<bucket>/<prefix>.`,
    class: 'input',
  });
}
