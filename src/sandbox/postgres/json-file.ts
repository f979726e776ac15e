import { open, readFile, rename } from 'node:fs/promises';

/** Replaces a small JSON file of its owner alone; a reader sees the old content or the new one, never a part. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const file = await open(`${path}.part`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value)}\n`);
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

/** @returns `undefined` when the file is not there. */
export async function readJson<Value>(path: string): Promise<Value | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
