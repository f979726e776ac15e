import { open } from 'node:fs/promises';

/** Makes the names inside a folder durable; the content of a new file is not enough to find it again. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
