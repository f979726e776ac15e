import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failureOf, KunrenError } from '../core/failure.ts';
import type { JournalRecord } from '../core/record.ts';
import { type ReportFiles, type ReportForm, renderCopy, renderReport } from './render-report.ts';

/**
 * Writes the report of a run into its folder, over an older one.
 * A reader sees each file as a whole, the old or the new one.
 * @returns paths of the files written.
 * @throws KunrenError `REPORT_NOT_WRITTEN`, or what `buildReport` throws.
 */
export async function writeReport(
  folder: string,
  records: readonly JournalRecord[],
): Promise<string[]> {
  return await put(folder, await renderReport(records));
}

/**
 * Writes the report of a run in another form into a folder of its reader's, which is made where it is not there.
 * @returns paths of the files written.
 * @throws KunrenError `REPORT_NOT_WRITTEN`, or what `buildReport` throws.
 */
export async function writeCopy(
  folder: string,
  records: readonly JournalRecord[],
  form: ReportForm,
): Promise<string[]> {
  const files = await renderCopy(records, form);
  return await put(folder, files, () => mkdir(folder, { recursive: true }));
}

async function put(
  folder: string,
  files: ReportFiles,
  prepare?: () => Promise<unknown>,
): Promise<string[]> {
  try {
    await prepare?.();
    return await replaceFiles(folder, files);
  } catch (error) {
    const reason = failureOf(error).message;
    throw new KunrenError(
      {
        code: 'REPORT_NOT_WRITTEN',
        message: `The report could not be written into ${folder}: ${reason}. Nothing is lost: it can be made again from the journal.`,
      },
      { cause: error },
    );
  }
}

/** Puts files into a folder, over older ones, in their order; a reader sees each as a whole. @returns their paths. */
export async function replaceFiles(folder: string, files: ReportFiles): Promise<string[]> {
  const draft = await mkdtemp(join(folder, '.report-'));
  try {
    await Promise.all(
      [...files].map(([name, content]) => writeDurably(join(draft, name), content)),
    );
    const written: string[] = [];
    for (const name of files.keys()) {
      const path = join(folder, name);
      await rename(join(draft, name), path);
      written.push(path);
    }
    return written;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeDurably(path: string, content: string | Buffer): Promise<void> {
  await using file = await open(path, 'w');
  await file.writeFile(content);
  await file.sync();
}
