import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { type JournalCheck, readJournal, verifyJournal } from '../../journal/read-journal.ts';
import { visibleText } from '../../report/visible-text.ts';
import { renderReport } from '../../report/write-report.ts';
import { checkAttachedFiles, type FileCheck } from '../check-attached-files.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../output-kind.ts';
import { findProject } from '../project.ts';
import { runFolder } from '../run-folder.ts';

const SAID: { readonly [State in FileCheck['state']]: string } = {
  same: 'what the journal says, byte for byte',
  missing: 'missing',
  size: 'has another size than the journal says',
  differs: 'differs',
  unnamed: 'no record names it, so it is no evidence',
};

/**
 * `drill verify <run>`: the chain of the journal, and that report and attached files are what the journal says.
 * @throws KunrenError `JOURNAL_NEWER`, after it has told of the chain: that is the same in every format.
 */
export async function verify(
  io: Io,
  name: string,
  options: { readonly output: OutputKind },
): Promise<ExitCode> {
  const { run, folder } = runFolder(findProject(io.cwd), name);
  const journal = await verifyJournal(folder);
  const { report, attached, refusal } = journal.intact ? await compare(folder) : NOTHING;
  const files = [...report, ...attached];
  const good = journal.intact && !refusal && !files.some(isBad);
  if (options.output === 'json') io.out(JSON.stringify({ run, good, journal, files }));
  else tell(io, journal, files);
  if (refusal) throw refusal;
  if (report.some(isBad)) io.err(`  next: drill report ${run}   (writes the report anew)`);
  return good ? EXIT.met : EXIT.failed;
}

function isBad({ state }: FileCheck): boolean {
  return state !== 'same' && state !== 'unnamed';
}

function tell(io: Io, journal: JournalCheck, files: readonly FileCheck[]): void {
  io.out(
    `${journal.intact ? 'ok  ' : 'BAD '} journal.ndjson  ${journal.records} records, head ${journal.head}`,
  );
  if (journal.problem) {
    const { line, reason } = journal.problem;
    io.out(`     line ${line}: ${reason}`);
  }
  if (journal.tornBytes > 0)
    io.out(`     ${journal.tornBytes} bytes of an unfinished record at the end`);
  for (const check of files) {
    const mark = isBad(check) ? 'BAD ' : check.state === 'same' ? 'ok  ' : 'note';
    // Anybody may have named a file that no record speaks of.
    const name = visibleText(check.file).replace(/\s/g, ' ');
    io.out(`${mark} ${name.padEnd(14)}  ${SAID[check.state]}`);
  }
}

interface Compared {
  readonly report: readonly FileCheck[];
  readonly attached: readonly FileCheck[];
  readonly refusal?: KunrenError;
}

const NOTHING: Compared = { report: [], attached: [] };

/** @returns a refusal where the journal is sound, but not for this version to read. */
async function compare(folder: string): Promise<Compared> {
  try {
    const { records } = await readJournal(folder);
    const checks = [...renderReport(records)].map(async ([file, text]): Promise<FileCheck> => {
      const found = await readFile(join(folder, file), 'utf8').catch(() => undefined);
      if (found === undefined) return { file, state: 'missing' };
      return { file, state: found === text ? 'same' : 'differs' };
    });
    return {
      report: await Promise.all(checks),
      attached: await checkAttachedFiles(folder, records),
    };
  } catch (error) {
    if (error instanceof KunrenError) return { ...NOTHING, refusal: error };
    throw error;
  }
}
