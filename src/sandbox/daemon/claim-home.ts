import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KunrenError } from '../../core/failure.ts';
import { readJson, writeJson } from '../postgres/json-file.ts';
import { makeHome } from '../postgres/make-home.ts';

/** Marks a folder as a sandbox's home: only what carries it is ever changed or deleted. */
export const MARKER = 'kunren-sandbox.json';

/**
 * Makes the folder a sandbox's home, if it is not one yet.
 * @throws KunrenError `SANDBOX_HOME_FOREIGN` when something else is in there, `SANDBOX_HOME_UNUSABLE`
 */
export async function claimHome(home: string): Promise<void> {
  await makeHome(home);
  if (await isSandboxHome(home)) return;
  if ((await readdir(home)).length === 0) {
    await writeJson(join(home, MARKER), { kind: 'kunren-sandbox' });
    return;
  }
  // Two that start at once: the other one's marker was on its way.
  if (await isSandboxHome(home)) return;
  throw new KunrenError({
    code: 'SANDBOX_HOME_FOREIGN',
    message: `The folder ${home} is not empty and no sandbox of Kunren. Choose an empty one with KUNREN_SANDBOX_HOME.`,
    class: 'safety',
  });
}

export async function isSandboxHome(home: string): Promise<boolean> {
  const marker = await readJson<{ kind?: string }>(join(home, MARKER)).catch(() => undefined);
  return marker?.kind === 'kunren-sandbox';
}
