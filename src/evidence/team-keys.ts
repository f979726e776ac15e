import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failure, failureOf, KunrenError } from '../core/failure.ts';
import { parseTeamKey, type TeamKey } from './team-key.ts';

const ENDING = '.pem';

/** The keys of a project's folder. */
export interface TeamKeys {
  readonly keys: readonly TeamKey[];
  /** Files that cannot be used, with why. */
  readonly broken: readonly { readonly file: string; readonly failure: Failure }[];
}

/** Where the file of a key is in the team's folder. */
export function teamKeyFile(folder: string, name: string): string {
  return join(folder, `${name}${ENDING}`);
}

/** Reads all keys of the team, by name. A folder that is not there has none. */
export async function readTeamKeys(folder: string): Promise<TeamKeys> {
  const names = await readdir(folder).catch(() => []);
  const keys: TeamKey[] = [];
  const broken: { file: string; failure: Failure }[] = [];
  for (const file of names.filter((name) => name.endsWith(ENDING)).sort()) {
    try {
      keys.push(await readTeamKey(join(folder, file), file.slice(0, -ENDING.length)));
    } catch (error) {
      broken.push({ file, failure: failureOf(error) });
    }
  }
  return { keys, broken };
}

/** @throws KunrenError `SIGNING_KEY_UNREADABLE`, `SIGNING_KEY_UNFIT` or `SIGNING_KEY_CHANGED`. */
export async function readTeamKey(path: string, name: string): Promise<TeamKey> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new KunrenError(
      {
        code: 'SIGNING_KEY_UNREADABLE',
        message: `The public key ${path} could not be read (${failureOf(cause).message}).`,
        class: 'input',
      },
      { cause },
    );
  }
  return parseTeamKey(name, text);
}
