import type { Environment } from '../../core/drill.ts';
import type { Signer } from '../../core/signer.ts';
import { createRedactor } from '../../journal/redact.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { openEnvironment } from '../runs/open-environment.ts';
import { systemClock } from '../system-clock.ts';

/** Well above what a few calls take; nobody should wait for a signature without an end. */
const PATIENCE_MS = 60_000;

/** Whether what evidence is signed with is a key in KMS and not one of the team's files. */
export function isKmsKey(name: string): boolean {
  return name.startsWith('arn:');
}

/**
 * Opens a key in KMS with the credentials of an environment, in the key's own Region.
 * @throws KunrenError `SIGNING_KEY_UNFIT`, and what AWS answers.
 */
export async function openKmsKey(
  io: Io,
  project: Project,
  environment: Environment,
  arn: string,
): Promise<Signer> {
  const { kmsSigner } = await import('../../activities/kms/kms-signer.ts');
  const { vault: secrets } = createRedactor();
  const clock = systemClock;
  const parts = { project, clock, secrets, readsSource: false };
  const { services } = await openEnvironment(io, environment, parts);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { aws } = services({ activity: 'sign', signal, onCall: () => undefined });
  const [, , , region] = arn.split(':');
  return await kmsSigner(await aws.kms(region), arn, clock);
}
