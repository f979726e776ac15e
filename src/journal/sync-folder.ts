import { open } from 'node:fs/promises';

/** Makes the names inside a folder durable; the content of a new file is not enough to find it again. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
