import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface CopyTreeOptions {
  /** Who shall own the copy. @default whoever copies */
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
  /** Leaves out a file, or a folder with all that is in it. `path` is relative, with `/`. */
  readonly leaveOut?: (path: string) => boolean;
  /** What vanishes while it is being copied is left out: a running database drops files at any time. @default false */
  readonly mayVanish?: boolean;
}

const FILES_AT_ONCE = 8;

/**
 * Copies a folder of plain files, sharing blocks where the file system can.
 * @returns bytes copied
 */
export async function copyTree(
  from: string,
  to: string,
  options: CopyTreeOptions = {},
): Promise<number> {
  const { owner, leaveOut, mayVanish = false } = options;
  let bytes = 0;

  async function copyFolder(relative: string): Promise<void> {
    const source = join(from, relative);
    const target = join(to, relative);
    await mkdir(target, { recursive: true });
    // The umask of whoever started us must not lock out the owner of the copy.
    await chmod(target, (await stat(source)).mode & 0o777);
    if (owner) await chown(target, owner.uid, owner.gid);
    const entries = await readdir(source, { withFileTypes: true });
    const next = entries.values();
    const copyEntries = async () => {
      for (const entry of next) {
        const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
        if (leaveOut?.(path)) continue;
        if (entry.isDirectory()) await attempt(copyFolder(path));
        else if (entry.isFile()) await attempt(copyOne(path));
      }
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, copyEntries));
  }

  async function copyOne(path: string): Promise<void> {
    const target = join(to, path);
    await copyFile(join(from, path), target, constants.COPYFILE_FICLONE);
    if (owner) await chown(target, owner.uid, owner.gid);
    const { size } = await stat(target);
    bytes += size;
  }

  async function attempt(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!(mayVanish && (error as NodeJS.ErrnoException).code === 'ENOENT')) throw error;
    }
  }

  await copyFolder('');
  return bytes;
}
