import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { resetSandbox } from '../../src/sandbox/client.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of everything that one run of the tests with the built command makes. */
    readonly cliRoot: string;
  }
}

/** Begins with this: what is below the root and a sandbox. */
export const SANDBOX = 'sandbox-';

/** Makes the root; at the end stops the sandboxes below it and removes it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'kunren-e2e-'));
  // The account that the databases run as has to get through.
  await chmod(root, 0o711);
  project.provide('cliRoot', root);
  return async () => {
    const homes = (await readdir(root)).filter((name) => name.startsWith(SANDBOX));
    await Promise.all(homes.map((name) => resetSandbox({ home: join(root, name) })));
    await rm(root, { recursive: true, force: true });
  };
}
