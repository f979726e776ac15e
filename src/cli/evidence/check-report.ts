import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalRecord } from '../../core/record.ts';
import type { Manifest } from '../../evidence/manifest.ts';
import { renderReport } from '../../report/render-report.ts';
import { TOOL } from '../program/version.ts';
import type { FileCheck } from './check-attached-files.ts';

/**
 * Compares the report in a folder with what this version makes of the journal. Another version may have put it in other
 * words or other files, so what that one has written is no difference; its manifest says which version it was.
 */
export async function checkReport(
  folder: string,
  records: readonly JournalRecord[],
  manifest: Pick<Manifest, 'tool' | 'files'> | undefined,
): Promise<readonly FileCheck[]> {
  const isOurs = manifest === undefined || manifest.tool === TOOL;
  const checks = [...(await renderReport(records))].map(
    async ([file, content]): Promise<FileCheck | undefined> => {
      const found = await readFile(join(folder, file)).catch(() => undefined);
      if (found?.equals(Buffer.from(content))) return { file, state: 'same' };
      if (isOurs) return { file, state: found ? 'differs' : 'missing' };
      const isNamed = manifest.files.some(({ path }) => path === file);
      return isNamed ? { file, state: 'other-version' } : undefined;
    },
  );
  return (await Promise.all(checks)).filter((check) => check !== undefined);
}
