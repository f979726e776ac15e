import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { type JournalCheck, readJournal, verifyJournal } from '../../journal/read-journal.ts';
import { renderReport } from '../../report/write-report.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../output-kind.ts';
import { findProject } from '../project.ts';
import { runFolder } from '../run-folder.ts';

interface FileCheck {
  readonly file: string;
  /** `same`: byte for byte what the journal gives. */
  readonly state: 'same' | 'differs' | 'missing';
}

/**
 * `drill verify <run>`: the chain of the journal, and that the report is what the journal says.
 * @throws KunrenError `JOURNAL_NEWER`, after it has told of the chain: that is the same in every format.
 */
export async function verify(
  io: Io,
  name: string,
  options: { readonly output: OutputKind },
): Promise<ExitCode> {
  const { run, folder } = runFolder(findProject(io.cwd), name);
  const journal = await verifyJournal(folder);
  const { files, refusal } = journal.intact ? await compare(folder) : { files: [] };
  const good = journal.intact && !refusal && files.every(({ state }) => state === 'same');
  if (options.output === 'json') io.out(JSON.stringify({ run, good, journal, files }));
  else tell(io, journal, files);
  if (refusal) throw refusal;
  if (!good && journal.intact) io.err(`  next: drill report ${run}   (writes the files anew)`);
  return good ? EXIT.met : EXIT.failed;
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
  for (const { file, state } of files) {
    const what = state === 'same' ? 'what the journal says, byte for byte' : state;
    io.out(`${state === 'same' ? 'ok  ' : 'BAD '} ${file.padEnd(14)}  ${what}`);
  }
}

/** @returns a refusal where the journal is sound, but not for this version to read. */
async function compare(folder: string): Promise<{ files: FileCheck[]; refusal?: KunrenError }> {
  try {
    const { records } = await readJournal(folder);
    const checks = [...renderReport(records)].map(async ([file, text]): Promise<FileCheck> => {
      const found = await readFile(join(folder, file), 'utf8').catch(() => undefined);
      if (found === undefined) return { file, state: 'missing' };
      return { file, state: found === text ? 'same' : 'differs' };
    });
    return { files: await Promise.all(checks) };
  } catch (error) {
    if (error instanceof KunrenError) return { files: [], refusal: error };
    throw error;
  }
}
