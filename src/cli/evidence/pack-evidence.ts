import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failureOf, KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import { sha256 } from '../../core/hash.ts';
import type { RunState } from '../../core/run-state.ts';
import { MANIFEST_FILE, type Manifest, manifestText } from '../../evidence/manifest.ts';
import { checkSignature, SIGNATURE_FILE } from '../../evidence/signature-file.ts';
import { zipFiles } from '../../evidence/zip-files.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { aboutPackage, type PackagedKey } from './about-package.ts';
import { checkEvidence } from './check-evidence.ts';
import type { KnownKeys } from './check-signature.ts';

/** A run's folder in one file. */
export interface EvidencePackage {
  readonly name: string;
  readonly content: Buffer;
  /** In hex. */
  readonly sha256: string;
  readonly manifest: Manifest;
}

/**
 * Packs the folder of a run, as it verifies at this moment, into a zip; beside it the public keys of the signatures in
 * it, and what to do with all that. A function of the folder alone.
 * @throws KunrenError `EVIDENCE_UNVERIFIED` or `MANIFEST_MISSING`, and what reading the journal throws.
 */
export async function packEvidence(folder: string, known: KnownKeys): Promise<EvidencePackage> {
  const { run, good, manifest: found, refusal } = await checkEvidence(folder, known);
  if (refusal) throw refusal;
  if (found.state === 'none' || found.state === 'missing') throw manifestMissing(run);
  if (!good || found.state !== 'same') {
    throw unverified(run, 'it is not as it was written, or its signature does not count');
  }
  const { manifest } = found;
  const { state, files } = await readFolder(folder, manifest);
  const keys = keysOf(files, state);
  const packed = new Map<string, Buffer>([[`${run}.txt`, aboutPackage(manifest, keys)]]);
  for (const { keyId, publicKey } of keys) {
    packed.set(`${run}.keys/${keyId.slice(0, 16)}.pem`, Buffer.from(publicKey));
  }
  for (const [path, content] of files) packed.set(`${run}/${path}`, content);
  const content = await zipFiles(packed, state.finishedAt ?? state.lastAt);
  const mark = manifest.evidence ? '' : '.not-evidence';
  const name = `${manifest.report.replace('/', '-')}${mark}.zip`;
  return { name, content, sha256: sha256(content), manifest };
}

/** What is packed is what has been verified, also where the folder changes in between. */
async function readFolder(folder: string, manifest: Manifest) {
  const { run, signing } = manifest;
  const text = manifestText(manifest);
  const files = new Map([[MANIFEST_FILE, Buffer.from(text)]]);
  const read = async (path: string) =>
    await readFile(join(folder, path)).catch((error: unknown) => {
      throw unverified(run, failureOf(error).message);
    });
  for (const { path, sha256: wanted } of manifest.files) {
    const content = await read(path);
    if (sha256(content) !== wanted) throw unverified(run, `${path} has changed meanwhile`);
    files.set(path, content);
  }
  if (signing) {
    const content = await read(SIGNATURE_FILE);
    const { state } = checkSignature(content.toString(), text, signing);
    if (state === 'invalid') throw unverified(run, `${SIGNATURE_FILE} has changed meanwhile`);
    files.set(SIGNATURE_FILE, content);
  }
  const { records } = await readJournal(folder);
  const state = foldRecords(records);
  if (state.lastHash !== manifest.journal.head) throw unverified(run, 'somebody has added to it');
  return { state, files };
}

function keysOf(files: ReadonlyMap<string, Buffer>, { signOffs }: RunState): PackagedKey[] {
  const signature = files.get(SIGNATURE_FILE);
  const ofManifest: PackagedKey[] = signature
    ? [{ ...JSON.parse(signature.toString()), signs: 'the manifest' }]
    : [];
  const ofPeople = signOffs.flatMap(({ signature: own, name, role }) =>
    own ? [{ ...own, signs: `the sign-off of ${name} (${role})` }] : [],
  );
  return [...ofManifest, ...ofPeople];
}

function unverified(run: string, why: string): KunrenError {
  return new KunrenError({
    code: 'EVIDENCE_UNVERIFIED',
    message: `The folder of ${run} does not verify: ${why}. Nothing was exported.`,
    class: 'safety',
    details: { run },
  });
}

function manifestMissing(run: string): KunrenError {
  return new KunrenError({
    code: 'MANIFEST_MISSING',
    message: `${run} has no manifest: it has not ended, or somebody has taken it away. Nothing was exported.`,
    class: 'input',
    details: { run },
  });
}
