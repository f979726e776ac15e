import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failureOf, KunrenError } from '../../core/failure.ts';
import type { RunState } from '../../core/run-state.ts';
import type { Signer } from '../../core/signer.ts';
import { describeRun } from '../../evidence/describe-run.ts';
import { hashFiles } from '../../evidence/list-files.ts';
import {
  MANIFEST_FILE,
  type Manifest,
  manifestText,
  readManifest,
} from '../../evidence/manifest.ts';
import { checkSignature, SIGNATURE_FILE, signManifest } from '../../evidence/signature-file.ts';
import { replaceFiles } from '../../report/write-report.ts';
import type { Io } from '../io.ts';
import { TOOL } from '../program/version.ts';
import type { Project } from '../project.ts';
import { currentEnvironment } from '../runs/current-environment.ts';
import { systemClock } from '../system-clock.ts';
import { findSigner } from './find-signer.ts';

/**
 * Writes the manifest of a run's folder, and its signature where that can be made; where it should and cannot, it is told
 * on stderr. What is signed already and still true stays, so that the same folder keeps the same signature.
 * @param mayAsk whoever sits at the terminal may be asked for a passphrase
 * @returns paths of the files written.
 * @throws KunrenError `EVIDENCE_NOT_WRITTEN`
 */
export async function writeManifest(
  io: Io,
  project: Project,
  { folder, state, mayAsk }: { folder: string; state: RunState; mayAsk: boolean },
): Promise<readonly string[]> {
  const tellUnsigned = (error: unknown) => {
    const { message, code } = failureOf(error);
    io.err(`drill: the manifest is not signed: ${message}`);
    io.err(`  next: drill report ${state.run}   (signs it, where the key is)`);
    io.err(`  code: ${code}`);
    return undefined;
  };
  const signerNow = async () => {
    const environment = currentEnvironment(project, state.environment);
    return await findSigner(io, project, { environment, mayAsk });
  };
  try {
    const unsigned: Manifest = {
      ...describeRun(state),
      tool: TOOL,
      signing: null,
      files: await hashFiles(folder),
    };
    const signed = await signedBefore(folder, unsigned);
    const signer = await signerNow().catch((error: unknown) =>
      signed === undefined ? tellUnsigned(error) : undefined,
    );
    if (signed !== undefined && (!signer || signer.keyId === signed)) return [];
    const files = signer ? await sign(unsigned, signer).catch(tellUnsigned) : undefined;
    if (files) return await replaceFiles(folder, files);
    // First, since without its manifest a signature is of nothing.
    await rm(join(folder, SIGNATURE_FILE), { force: true });
    return await replaceFiles(folder, new Map([[MANIFEST_FILE, manifestText(unsigned)]]));
  } catch (error) {
    throw new KunrenError(
      {
        code: 'EVIDENCE_NOT_WRITTEN',
        message: `The manifest could not be written into ${folder}: ${failureOf(error).message}. Nothing is lost: it can be made again.`,
        class: 'environment',
        details: { run: state.run },
      },
      { cause: error },
    );
  }
}

async function sign(manifest: Manifest, signer: Signer): Promise<ReadonlyMap<string, string>> {
  const { keyId, algorithm } = signer;
  const signing = { keyId, algorithm, at: new Date(systemClock.now()).toISOString() };
  const text = manifestText({ ...manifest, signing });
  const signature = await signManifest(text, signing, { signer });
  const checked = checkSignature(signature, text, signing);
  if (checked.state === 'invalid') {
    throw new KunrenError({
      code: 'SIGNATURE_UNSOUND',
      message: `The signature that the key ${keyId} has given cannot be verified: ${checked.why}.`,
    });
  }
  return new Map([
    [MANIFEST_FILE, text],
    [SIGNATURE_FILE, signature],
  ]);
}

/** Id of the key whose signature still stands for all of this. */
async function signedBefore(folder: string, now: Manifest): Promise<string | undefined> {
  const [text, signature] = await Promise.all(
    [MANIFEST_FILE, SIGNATURE_FILE].map((name) =>
      readFile(join(folder, name), 'utf8').catch(() => undefined),
    ),
  );
  const read = text === undefined ? undefined : readManifest(text);
  const signing = read?.state === 'read' ? read.manifest.signing : null;
  if (text === undefined || signature === undefined || !signing) return undefined;
  const isTrue = manifestText({ ...now, signing }) === text;
  return isTrue && checkSignature(signature, text, signing).state === 'valid'
    ? signing.keyId
    : undefined;
}
