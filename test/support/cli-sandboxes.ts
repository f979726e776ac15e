import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { resetSandbox } from '../../src/sandbox/client.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder for the sandboxes that all end-to-end tests share, since making one takes seconds. */
    readonly sandboxes: string;
  }
}

/** Before all tests a place for sandboxes; after all of them, however they ended, no sandbox any more. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kunren-sandboxes-'));
  provide('sandboxes', folder);
  return async () => {
    for (const name of await readdir(folder)) await resetSandbox({ home: join(folder, name) });
    await rm(folder, { recursive: true });
  };
}
