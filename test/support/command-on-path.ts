import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a command of this machine can be found; nothing is started to learn it. */
export function isOnPath(command: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, command)));
}
