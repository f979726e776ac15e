import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failureOf } from '../../core/failure.ts';
import type { JournalRecord } from '../../core/record.ts';
import type { Io } from '../io.ts';

/** Writes a run as JUnit XML. That it could not be written is told, and takes nothing from the run. */
export async function writeJunit(
  io: Io,
  file: string,
  records: readonly JournalRecord[],
): Promise<void> {
  try {
    const { renderJunit } = await import('../../report/render-junit.ts');
    const { buildReport } = await import('../../report/report-model.ts');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, renderJunit(buildReport(records)));
  } catch (error) {
    io.err(`drill: ${file} could not be written: ${failureOf(error).message}`);
  }
}
