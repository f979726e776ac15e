import type { AttachedFile } from './task.ts';

export const FILES_FOLDER = 'files';

/** So that with what stands before it a name fits into 255 bytes, in any script. */
const LONGEST_NAME = 75;

/** Where an attached file lies in its run's folder; two files of one name do not meet there. */
export function fileInRun({ sha256, name }: AttachedFile): string {
  return `${FILES_FOLDER}/${sha256.slice(0, 12)}-${name}`;
}

/** Names come from anywhere; in the evidence they are plain. What is plain already stays as it is. */
export function plainFileName(name: string): string {
  return (
    name
      .normalize('NFC')
      .slice(-LONGEST_NAME)
      .replace(/[^\p{L}\p{N}._ -]/gu, '_') || 'file'
  );
}
