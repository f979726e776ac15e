import { KunrenError } from '../../core/failure.ts';
import { checkEvidence } from './check-evidence.ts';

/**
 * Makes sure that whoever has read the report in a run's folder has read what the journal says. One that is missing was
 * read by nobody there.
 * @throws KunrenError `EVIDENCE_UNVERIFIED`
 */
export async function demandUnchangedReport(folder: string): Promise<void> {
  const { run, report } = await checkEvidence(folder, { keys: [], only: false });
  if (!report.some(({ state }) => state === 'differs')) return;
  throw new KunrenError({
    code: 'EVIDENCE_UNVERIFIED',
    message: `The report in the folder of ${run} is not what its journal says, so what was read there may be wrong. Nothing was signed.`,
    class: 'safety',
    details: { run },
  });
}
