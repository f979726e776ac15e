import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import type { Instant } from '../core/ports.ts';

/**
 * Puts files into one archive. The same files give the same bytes on every machine, so nothing is compressed: zlib does
 * not give the same bytes everywhere.
 * @param at the day that all of them are dated with
 */
export async function zipFiles(files: ReadonlyMap<string, Buffer>, at: Instant): Promise<Buffer> {
  const [year = 0, month = 1, day = 1] = at.slice(0, 10).split('-').map(Number);
  // A zip holds local times without a zone. Noon is one in every zone, whatever clocks do there at night.
  const mtime = new Date(year, month - 1, day, 12);
  const zip = new yazl.ZipFile();
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    zip.addBuffer(content, path, {
      mtime,
      forceDosTimestamp: true,
      mode: 0o100644,
      compress: false,
    });
  }
  zip.end();
  return await buffer(zip.outputStream);
}
