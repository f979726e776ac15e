import { basename } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import type { JournalRecord } from '../../core/record.ts';
import { type JournalCheck, readJournal, verifyJournal } from '../../journal/read-journal.ts';
import { checkAttachedFiles, type FileCheck } from './check-attached-files.ts';
import { checkManifest, type ManifestCheck } from './check-manifest.ts';
import { checkReport } from './check-report.ts';
import { checkSignOffs, isGoodSignOff, type SignOffCheck } from './check-sign-offs.ts';
import {
  checkManifestSignature,
  isGoodSignature,
  type KnownKeys,
  type SignatureCheck,
} from './check-signature.ts';

/** What a check of a run's folder found. It takes the folder alone, and no network. */
export interface EvidenceCheck {
  /** As the journal names the run; where that cannot be read, the folder's name. */
  readonly run: string;
  readonly journal: JournalCheck;
  readonly manifest: ManifestCheck;
  readonly signature: SignatureCheck;
  readonly signOffs: readonly SignOffCheck[];
  readonly report: readonly FileCheck[];
  /** Files that people gave. */
  readonly attached: readonly FileCheck[];
  /** The journal is sound, but not for this version to read. */
  readonly refusal?: KunrenError;
  readonly good: boolean;
}

/** @throws KunrenError `JOURNAL_MISSING` or `JOURNAL_UNREADABLE`. */
export async function checkEvidence(folder: string, known: KnownKeys): Promise<EvidenceCheck> {
  const journal = await verifyJournal(folder);
  const { records, refusal } = journal.intact ? await recordsOf(folder) : { records: [] };
  const state = records.length > 0 ? foldRecords(records) : undefined;
  const manifest = await checkManifest(folder, state);
  const signature = await checkManifestSignature(folder, known);
  const signOffs = checkSignOffs(records, known);
  const made = 'manifest' in manifest ? manifest.manifest : undefined;
  const report = state ? await checkReport(folder, records, made) : [];
  const attached = state ? await checkAttachedFiles(folder, records) : [];
  return {
    run: state?.run ?? basename(folder),
    journal,
    manifest,
    signature,
    signOffs,
    report,
    attached,
    ...(refusal && { refusal }),
    good:
      journal.intact &&
      !refusal &&
      isSound(manifest) &&
      isGoodSignature(signature) &&
      signOffs.every(isGoodSignOff) &&
      ![...report, ...attached].some(isBadFile),
  };
}

export function isSound({ state }: ManifestCheck): boolean {
  return state === 'same' || state === 'newer' || state === 'none';
}

export function isBadFile({ state }: FileCheck): boolean {
  return state === 'missing' || state === 'size' || state === 'differs';
}

async function recordsOf(folder: string): Promise<{
  readonly records: readonly JournalRecord[];
  readonly refusal?: KunrenError;
}> {
  try {
    return await readJournal(folder);
  } catch (error) {
    if (error instanceof KunrenError) return { records: [], refusal: error };
    throw error;
  }
}
