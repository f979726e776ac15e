import type { AttachedFile } from './task.ts';

export const FILES_FOLDER = 'files';

/** Where an attached file lies in its run's folder; two files of one name do not meet there. */
export function fileInRun({ sha256, name }: AttachedFile): string {
  return `${FILES_FOLDER}/${sha256.slice(0, 12)}-${name}`;
}
