import type { Attestations } from '../core/attestation.ts';
import { readAttestations } from '../drill-file/attestations.ts';
import { REQUIREMENT_CATALOG } from '../ftr/catalog.ts';
import type { Project } from './project.ts';
import { systemClock } from './system-clock.ts';

/**
 * What the project's team vouches for.
 * @throws KunrenError `ATTESTATIONS_UNREADABLE` or `ATTESTATIONS_INVALID`.
 */
export function attestationsOf({ attestations, root }: Project): Attestations {
  return readAttestations(attestations, {
    catalog: REQUIREMENT_CATALOG,
    now: new Date(systemClock.now()).toISOString(),
    root,
  });
}
