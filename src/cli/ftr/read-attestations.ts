import type { Attestations } from '../../core/attestation.ts';
import type { Instant } from '../../core/ports.ts';
import { readAttestations } from '../../drill-file/attestations.ts';
import { REQUIREMENT_CATALOG } from '../../ftr/catalog.ts';
import type { Project } from '../project.ts';

/**
 * What the project's team vouches for.
 * @throws KunrenError `ATTESTATIONS_UNREADABLE` or `ATTESTATIONS_INVALID`.
 */
export function attestationsOf({ attestations, root }: Project, now: Instant): Attestations {
  return readAttestations(attestations, {
    catalog: REQUIREMENT_CATALOG,
    now,
    root,
  });
}
