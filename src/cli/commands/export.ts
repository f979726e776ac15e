import { relative, resolve } from 'node:path';
import { evidenceFolder } from '../evidence-folder.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { knownKeys } from '../known-keys.ts';
import type { OutputKind } from '../output-kind.ts';
import { type EvidencePackage, packEvidence } from '../pack-evidence.ts';
import { writeWhole } from '../write-whole.ts';

export interface ExportOptions {
  /** @default named after the report, in the current folder */
  readonly out?: string;
  readonly force: boolean;
  readonly output: OutputKind;
}

/** `drill export <run or folder>`: the folder of a run, as it verifies, in one file for whoever reviews it. */
export async function exportRun(io: Io, name: string, options: ExportOptions): Promise<ExitCode> {
  const folder = evidenceFolder(io, name);
  const packed = await packEvidence(folder, await knownKeys(io));
  tellLimits(io, packed);
  const path = resolve(io.cwd, options.out ?? packed.name);
  const isNew = await writeWhole(path, packed.content, options.force);
  const { sha256, content, manifest } = packed;
  if (options.output === 'json') {
    const { run, report, evidence, signing } = manifest;
    const signed = signing?.keyId ?? null;
    const bytes = content.length;
    io.out(JSON.stringify({ run, report, file: path, bytes, sha256, evidence, signed }));
    return EXIT.met;
  }
  io.out(`${isNew ? 'wrote' : 'unchanged'} ${relative(io.cwd, path) || path}`);
  io.out(`  ${content.length} bytes, SHA-256 ${sha256}`);
  return EXIT.met;
}

function tellLimits(io: Io, { manifest: { evidence, signing, run } }: EvidencePackage): void {
  if (!evidence) io.err('drill: NOT EVIDENCE: it was a sandbox, an emulator or a tabletop.');
  if (signing) return;
  io.err('drill: it is not signed; whoever may write the folder can write all of it anew.');
  io.err(`  next: drill key new, then drill report ${run}   (signs it)`);
}
