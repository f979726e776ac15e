import { relative, resolve } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { demandOutsideRun, evidenceFolder } from '../evidence/evidence-folder.ts';
import {
  type Destination,
  type KeptEvidence,
  keepEvidence,
  readDestination,
} from '../evidence/keep-evidence.ts';
import { knownKeys } from '../evidence/known-keys.ts';
import { type EvidencePackage, packEvidence } from '../evidence/pack-evidence.ts';
import { type RetentionOptions, readRetention } from '../evidence/read-retention.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { systemClock } from '../system-clock.ts';
import { writeWhole } from '../write-whole.ts';

export interface ExportOptions extends RetentionOptions {
  /** @default named after the report, in the current folder; nowhere where it is uploaded */
  readonly out?: string;
  /** `s3://bucket/prefix` */
  readonly to?: string;
  readonly env?: string;
  readonly owner?: string;
  readonly force: boolean;
  readonly output: OutputKind;
}

/** `drill export <run or folder>`: the folder of a run, as it verifies, in one file for whoever reviews it. */
export async function exportRun(io: Io, name: string, options: ExportOptions): Promise<ExitCode> {
  const destination = destinationOf(options);
  const folder = evidenceFolder(io, name);
  const packed = await packEvidence(folder, await knownKeys(io));
  tellLimits(io, packed);
  const file = await writeFile(io, packed, options);
  const kept = destination && (await keepEvidence(io, packed, destination, options));
  if (options.output === 'json') {
    const { sha256, content, manifest } = packed;
    const { run, report, evidence, signing } = manifest;
    const about = { run, report, bytes: content.length, sha256, evidence };
    io.out(JSON.stringify({ ...about, signed: signing?.keyId ?? null, file, kept: kept ?? null }));
  } else tell(io, packed, file, kept);
  return EXIT.met;
}

function destinationOf(options: ExportOptions): Destination | undefined {
  const retention = readRetention(options, systemClock.now());
  const { to, env, owner } = options;
  if (to === undefined) {
    if (env === undefined && owner === undefined && !retention) return undefined;
    throw new KunrenError({
      code: 'DESTINATION_INVALID',
      message: '--env, --owner, --retain and --retain-until are of an upload, which takes --to.',
      class: 'input',
    });
  }
  return {
    ...readDestination(to),
    ...(env !== undefined && { env }),
    ...(owner !== undefined && { owner }),
    ...(retention && { retention }),
  };
}

async function writeFile(
  { cwd }: Io,
  { name, content }: EvidencePackage,
  { out, to, force }: ExportOptions,
): Promise<string | null> {
  if (out === undefined && to !== undefined) return null;
  const path = resolve(cwd, out ?? name);
  demandOutsideRun(path);
  await writeWhole(path, content, force);
  return path;
}

function tell(
  io: Io,
  { content, sha256 }: EvidencePackage,
  file: string | null,
  kept: KeptEvidence | undefined,
): void {
  if (file !== null) io.out(relative(io.cwd, file) || file);
  if (kept) {
    io.out(`${kept.uri}${kept.isNew ? '' : ', there already'}`);
    io.out(`  version ${kept.version}`);
    io.out(`  kept until ${kept.retention.until}, ${kept.retention.mode}; read back and the same`);
  }
  io.out(`  ${content.length} bytes, SHA-256 ${sha256}`);
}

function tellLimits(io: Io, { manifest: { evidence, signing, run } }: EvidencePackage): void {
  if (!evidence) io.err('drill: NOT EVIDENCE: it was a sandbox, an emulator or a tabletop.');
  if (signing) return;
  io.err('drill: it is not signed; whoever may write the folder can write all of it anew.');
  io.err(`  next: drill key new, then drill report ${run}   (signs it)`);
}
