import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJournal, verifyJournal } from '../../journal/read-journal.ts';
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

/** `drill verify <run>`: the chain of the journal, and that the report is what the journal says. */
export async function verify(
  io: Io,
  name: string,
  options: { readonly output: OutputKind },
): Promise<ExitCode> {
  const { run, folder } = runFolder(findProject(io.cwd), name);
  const journal = await verifyJournal(folder);
  const files = journal.intact ? await checkFiles(folder) : [];
  const good = journal.intact && files.every(({ state }) => state === 'same');
  if (options.output === 'json') {
    io.out(JSON.stringify({ run, good, journal, files }));
    return good ? EXIT.met : EXIT.failed;
  }
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
  if (!good && journal.intact) io.err(`  next: drill report ${run}   (writes the files anew)`);
  return good ? EXIT.met : EXIT.failed;
}

async function checkFiles(folder: string): Promise<FileCheck[]> {
  const { records } = await readJournal(folder);
  const expected = [...renderReport(records)];
  return await Promise.all(
    expected.map(async ([file, text]): Promise<FileCheck> => {
      const found = await readFile(join(folder, file), 'utf8').catch(() => undefined);
      if (found === undefined) return { file, state: 'missing' };
      return { file, state: found === text ? 'same' : 'differs' };
    }),
  );
}
