import { isAbsolute, join, relative, resolve } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import type { Language } from '../../core/translations.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { reportSettings } from '../../report/render-report.ts';
import { writeCopy } from '../../report/write-report.ts';
import { writeEvidence } from '../evidence/write-evidence.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { findProject, type Project } from '../project.ts';
import { aboutRun } from '../runs/about-run.ts';
import { runFolder } from '../runs/run-folder.ts';

export interface ReportOptions {
  readonly lang?: Language;
  readonly redact: boolean;
  readonly out?: string;
}

/**
 * `drill report <run>`: the same journal gives the same files, byte for byte. In another form than the drill's own it is
 * a copy, and lies outside the run's folder: there every file is in the manifest.
 */
export async function report(
  io: Io,
  name: string,
  options: ReportOptions = { redact: false },
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const place = runFolder(project, name);
  const written = await aboutRun(
    place.run,
    async () =>
      (await writeAsCopy(io, project, place, options)) ??
      (await writeEvidence(io, project, place.folder, { mayAsk: true })),
  );
  for (const file of written) io.out(file);
  return EXIT.met;
}

/** @returns `undefined` where what is asked for is the report in the run's folder. */
async function writeAsCopy(
  io: Io,
  project: Project,
  { run, folder }: { readonly run: string; readonly folder: string },
  { lang, redact, out }: ReportOptions,
): Promise<readonly string[] | undefined> {
  if (lang === undefined && !redact && out === undefined) return undefined;
  const { records } = await readJournal(folder);
  const own = reportSettings(records).lang;
  if (out === undefined && !redact && lang === own) return undefined;
  const target = out === undefined ? join(project.root, 'copies', run) : resolve(io.cwd, out);
  if (isWithin(project.reports, target)) throw amongEvidence(target);
  return await writeCopy(target, records, { lang: lang ?? own, redacted: redact });
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !(way === '..' || way.startsWith('../') || isAbsolute(way));
}

function amongEvidence(target: string): KunrenError {
  return new KunrenError({
    code: 'COPY_AMONG_EVIDENCE',
    message: `${target} is among the records of the runs, where every file is in a manifest. A copy of a report lies elsewhere.`,
    class: 'input',
  });
}
