import { dirname } from 'node:path';
import type { Difference } from '../../evidence/compare-files.ts';
import type { JournalCheck } from '../../journal/read-journal.ts';
import { visibleText } from '../../report/visible-text.ts';
import type { FileCheck } from '../evidence/check-attached-files.ts';
import {
  checkEvidence,
  type EvidenceCheck,
  isBadFile,
  isSound,
} from '../evidence/check-evidence.ts';
import type { ManifestCheck } from '../evidence/check-manifest.ts';
import { isGoodSignOff, type SignOffCheck } from '../evidence/check-sign-offs.ts';
import { isGoodSignature, type SignatureCheck } from '../evidence/check-signature.ts';
import { evidenceFolder } from '../evidence/evidence-folder.ts';
import { knownKeys } from '../evidence/known-keys.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { TOOL } from '../program/version.ts';
import { findProject } from '../project.ts';

const SAID: { readonly [State in FileCheck['state']]: string } = {
  same: 'what the journal says, byte for byte',
  missing: 'missing',
  size: 'has another size than the journal says',
  differs: 'differs',
  unnamed: 'no record names it, so it is no evidence',
  'other-version': `of another version; not compared by ${TOOL}`,
};

const DIFFERENCE: { readonly [What in Difference['what']]: string } = {
  missing: 'is missing',
  added: 'was added',
  irregular: 'is no plain file',
  size: 'has another size than it says',
  content: 'has another content than it says',
};

/**
 * `drill verify <run or folder>`: the chain of the journal, that the folder is as its manifest says, and that report
 * and attached files are what the journal says.
 * @throws KunrenError `JOURNAL_NEWER`, after it has told of what is the same in every format.
 */
export async function verify(
  io: Io,
  name: string,
  options: { readonly output: OutputKind; readonly key?: string },
): Promise<ExitCode> {
  const folder = evidenceFolder(io, name);
  const check = await checkEvidence(folder, await knownKeys(io, options.key));
  const { run, good, journal, signature, signOffs, report, attached, refusal } = check;
  if (options.output === 'json') {
    const files = [...report, ...attached];
    const manifest = manifestFacts(check.manifest);
    io.out(JSON.stringify({ run, good, journal, manifest, signature, signOffs, files }));
  } else tell(io, check);
  if (refusal) throw refusal;
  const { manifest } = check;
  if (manifest.state === 'differs' && manifest.stray !== undefined) {
    const path = plain(manifest.stray);
    io.err(`  next: move ${path} out of the folder   (it came from elsewhere)`);
  } else if (mayBeMended(check)) {
    io.err(`  next: ${mending(io, folder, plain(run))}`);
  }
  return good ? EXIT.met : EXIT.failed;
}

/** What is made from the journal can be made anew; the journal and what people gave cannot. */
function mayBeMended(check: EvidenceCheck): boolean {
  const { journal, manifest, signature, signOffs, report, attached } = check;
  if (!journal.intact || attached.some(isBadFile) || !signOffs.every(isGoodSignOff)) return false;
  return report.some(isBadFile) || !isSound(manifest) || !isGoodSignature(signature);
}

/** Only a run of this project can be written anew here; whoever has a copy asks for another one. */
function mending(io: Io, folder: string, run: string): string {
  return isOfProject(io, folder)
    ? `drill report ${run}   (writes report and manifest anew)`
    : 'ask whoever has sent it for another copy';
}

function isOfProject({ cwd }: Io, folder: string): boolean {
  try {
    return dirname(folder) === findProject(cwd).reports;
  } catch {
    // A reviewer has no project.
    return false;
  }
}

function tell(io: Io, check: EvidenceCheck): void {
  const { journal, manifest, signature, signOffs, report, attached } = check;
  tellJournal(io, journal);
  const { mark, text } = aboutManifest(manifest);
  io.out(line(mark, 'manifest.json', text));
  if (manifest.state === 'same' && !manifest.manifest.evidence) {
    io.out(line('note', 'evidence', 'none: it was a sandbox, an emulator or a tabletop'));
  }
  for (const check of [...report, ...attached]) {
    const mark = isBadFile(check) ? 'BAD' : check.state === 'same' ? 'ok' : 'note';
    io.out(line(mark, check.file, SAID[check.state]));
  }
  tellSignature(io, signature);
  for (const signOff of signOffs) tellSignOff(io, signOff);
}

function tellSignOff(io: Io, check: SignOffCheck): void {
  const { name, role, decision, at, by } = check;
  const { mark, text } =
    by.state === 'none'
      ? ({ mark: 'note', text: 'by no key: it is what the journal says' } as const)
      : aboutSignature(by);
  io.out(line(mark, 'sign-off', text));
  io.out(`     ${plain(`${name} (${role})`)}`);
  io.out(`     ${decision}, at ${at}`);
  if ('keyId' in by) io.out(`     ${by.keyId}`);
}

function tellSignature(io: Io, check: SignatureCheck): void {
  const { mark, text } = aboutSignature(check);
  io.out(line(mark, 'signature', text));
  if ('at' in check) io.out(`     signed at ${check.at} by the key`);
  if ('keyId' in check) io.out(`     ${check.keyId}`);
}

function aboutSignature(check: SignatureCheck): { mark: Mark; text: string } {
  switch (check.state) {
    case 'none':
      return { mark: 'note', text: 'not signed' };
    case 'known':
      return { mark: 'ok', text: `valid, by the key ${plain(check.name)}` };
    case 'unknown':
      return { mark: 'note', text: 'valid, by a key that is not known here: compare its id' };
    case 'unread':
      return { mark: 'note', text: 'not read: its manifest is of a later version' };
    case 'retired':
      return { mark: 'BAD', text: `${plain(check.name)} was retired before, at ${check.retired}` };
    case 'other':
      return { mark: 'BAD', text: 'valid, but by another key than the given one' };
    case 'wanted':
      return { mark: 'BAD', text: 'none by the given key that can be checked' };
    case 'missing':
      return { mark: 'BAD', text: 'missing: the manifest says that it is signed' };
    case 'invalid':
      return { mark: 'BAD', text: check.why };
  }
}

function tellJournal(io: Io, { intact, records, head, problem, tornBytes }: JournalCheck): void {
  io.out(line(intact ? 'ok' : 'BAD', 'journal.ndjson', `${records} records, head`));
  io.out(`     ${head}`);
  if (problem) io.out(`     line ${problem.line}: ${problem.reason}`);
  if (tornBytes > 0) io.out(`     ${tornBytes} bytes of an unfinished record at the end`);
}

function aboutManifest(check: ManifestCheck): { mark: Mark; text: string } {
  switch (check.state) {
    case 'none':
      return { mark: 'note', text: 'none yet' };
    case 'missing':
      return { mark: 'BAD', text: 'missing: the run has ended' };
    case 'same':
      return { mark: 'ok', text: `${check.files} files, each as it says` };
    case 'newer':
      return {
        mark: 'note',
        text: `${check.files} files, each as it says; of format ${check.format}, a later one`,
      };
    case 'malformed':
      return { mark: 'BAD', text: plain(check.why) };
    case 'differs': {
      const { first, differences } = check;
      const more = differences > 1 ? `, and ${differences - 1} more` : '';
      return { mark: 'BAD', text: `${plain(first.path)} ${DIFFERENCE[first.what]}${more}` };
    }
    case 'contradicts':
      return { mark: 'BAD', text: `its "${check.field}" is not what the journal gives` };
  }
}

function manifestFacts(check: ManifestCheck) {
  if (check.state !== 'same') return check;
  const { state, files, manifest } = check;
  return { state, files, tool: manifest.tool, evidence: manifest.evidence };
}

type Mark = 'ok' | 'BAD' | 'note';

function line(mark: Mark, name: string, text: string): string {
  return `${mark.padEnd(4)} ${plain(name).padEnd(14)}  ${text}`;
}

/** Anybody may have named a file that no record speaks of. */
function plain(text: string): string {
  return visibleText(text).replace(/\s/g, ' ');
}
