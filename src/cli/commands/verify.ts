import type { Difference } from '../../evidence/compare-files.ts';
import type { JournalCheck } from '../../journal/read-journal.ts';
import { visibleText } from '../../report/visible-text.ts';
import type { FileCheck } from '../check-attached-files.ts';
import { checkEvidence, type EvidenceCheck, isBadFile, isSound } from '../check-evidence.ts';
import type { ManifestCheck } from '../check-manifest.ts';
import { evidenceFolder } from '../evidence-folder.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../output-kind.ts';
import { TOOL } from '../version.ts';

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
  options: { readonly output: OutputKind },
): Promise<ExitCode> {
  const check = await checkEvidence(evidenceFolder(io, name));
  const { run, good, journal, report, attached, refusal } = check;
  if (options.output === 'json') {
    const files = [...report, ...attached];
    io.out(JSON.stringify({ run, good, journal, manifest: manifestFacts(check.manifest), files }));
  } else tell(io, check);
  if (refusal) throw refusal;
  if (mayBeMended(check)) io.err(`  next: drill report ${run}   (writes report and manifest anew)`);
  return good ? EXIT.met : EXIT.failed;
}

/** What is made from the journal can be made anew; the journal and what people gave cannot. */
function mayBeMended({ journal, manifest, report, attached }: EvidenceCheck): boolean {
  if (!journal.intact || attached.some(isBadFile)) return false;
  return report.some(isBadFile) || !isSound(manifest);
}

function tell(io: Io, { journal, manifest, report, attached }: EvidenceCheck): void {
  tellJournal(io, journal);
  const { mark, text } = aboutManifest(manifest);
  io.out(line(mark, 'manifest.json', text));
  for (const check of [...report, ...attached]) {
    const mark = isBadFile(check) ? 'BAD' : check.state === 'same' ? 'ok' : 'note';
    io.out(line(mark, check.file, SAID[check.state]));
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
      return { mark: 'note', text: 'no manifest' };
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
