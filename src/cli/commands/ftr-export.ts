import { join, relative, resolve, sep } from 'node:path';
import type { Clock } from '../../core/ports.ts';
import type { Language } from '../../core/translations.ts';
import { assess } from '../../ftr/assess.ts';
import { exportJson } from '../../ftr/export/export-json.ts';
import { ftrExport } from '../../ftr/export/ftr-export.ts';
import { workbook } from '../../ftr/export/workbook.ts';
import { ENGLISH } from '../../ftr/words-en.ts';
import { JAPANESE } from '../../ftr/words-ja.ts';
import { visibleText } from '../../report/visible-text.ts';
import { projectLanguage } from '../evidence/project-language.ts';
import { readFtrFacts } from '../ftr/read-ftr-facts.ts';
import type { Io } from '../io.ts';
import { ftrHtml } from '../output/ftr-html.ts';
import { ftrMarkdown } from '../output/ftr-markdown.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { findProject } from '../project.ts';
import { systemClock } from '../system-clock.ts';
import { writeOut } from '../write-out.ts';

export interface FtrExportOptions {
  /** @default the one that the attestations name */
  readonly edition?: string;
  /** @default the one that all drills report in, else English */
  readonly lang?: Language;
  /** A folder. @default `ftr/<day>` in the project */
  readonly out?: string;
}

/** `drill ftr export`: the assessment as a workbook, and the same for reading, for git and for machines. */
export async function exportFtr(
  io: Io,
  options: FtrExportOptions,
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<ExitCode> {
  const now = new Date(clock.now()).toISOString();
  const project = findProject(io.cwd);
  const { facts, broken } = await readFtrFacts(io, project, { edition: options.edition, now });
  const words = (options.lang ?? projectLanguage(project)) === 'ja' ? JAPANESE : ENGLISH;
  const assessed = assess(facts);
  const shown = ftrExport(assessed, facts, broken, words);
  // Not below reports/: what is there is the folder of a run.
  const folder =
    options.out === undefined
      ? join(project.root, 'ftr', now.slice(0, 10))
      : resolve(io.cwd, options.out);
  const reports = encodeURI(relative(folder, project.reports).replaceAll(sep, '/'));
  const json = exportJson(assessed, facts, broken, words);
  const files: readonly (readonly [kind: string, content: string | Buffer])[] = [
    ['xlsx', await workbook(shown, visibleText)],
    ['html', ftrHtml(shown, reports)],
    ['md', ftrMarkdown(shown)],
    ['json', `${JSON.stringify(json, null, 2)}\n`],
  ];
  for (const [kind, content] of files) {
    const path = join(folder, `ftr-${facts.edition.id}.${words.lang}.${kind}`);
    writeOut(path, content);
    io.out(relative(io.cwd, path));
  }
  return EXIT.met;
}
