import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES_FOLDER, fileInRun } from '../../core/file-in-run.ts';
import type { JournalRecord } from '../../core/record.ts';
import type { AttachedFile } from '../../core/task.ts';

/** How a file in a run's folder stands to the run's journal. */
export interface FileCheck {
  readonly file: string;
  /**
   * The first difference that was found.
   * - `same`: byte for byte what the journal gives.
   * - `unnamed`: no record speaks of it, so it is no evidence; it takes nothing from what is.
   * - `other-version`: a report that another version of this tool has made, which this one words otherwise.
   */
  readonly state: 'same' | 'missing' | 'size' | 'differs' | 'unnamed' | 'other-version';
}

/** Compares the files that people have given with what the records say of them; then those of which none speaks. */
export async function checkAttachedFiles(
  folder: string,
  records: readonly JournalRecord[],
): Promise<FileCheck[]> {
  const named = namedFiles(records);
  const checks: FileCheck[] = [];
  // One after the other: each may be large.
  for (const one of named) {
    const file = fileInRun(one);
    checks.push({ file, state: await compare(join(folder, file), one) });
  }
  const names = await readdir(join(folder, FILES_FOLDER)).catch(() => []);
  const unnamed = names
    .map((name) => `${FILES_FOLDER}/${name}`)
    .filter((file) => !named.some((one) => fileInRun(one) === file));
  return [...checks, ...unnamed.sort().map((file): FileCheck => ({ file, state: 'unnamed' }))];
}

/** Several records may name one file. */
function namedFiles(records: readonly JournalRecord[]): readonly AttachedFile[] {
  const files = new Map<string, AttachedFile>();
  for (const record of records) {
    if (record.type !== 'operator.commanded' || !record.data.accepted) continue;
    const { command } = record.data;
    if (!('file' in command) || !command.file) continue;
    files.set(`${command.file.sha256} ${command.file.name}`, command.file);
  }
  return [...files.values()];
}

async function compare(path: string, { sha256, bytes }: AttachedFile): Promise<FileCheck['state']> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return 'missing';
  if (found.size !== bytes) return 'size';
  const content = await readFile(path).catch(() => undefined);
  if (!content) return 'missing';
  return createHash('sha256').update(content).digest('hex') === sha256 ? 'same' : 'differs';
}
