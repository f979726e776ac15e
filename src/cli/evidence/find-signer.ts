import type { Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Signer } from '../../core/signer.ts';
import { findPrivateKey, openPrivateKey, type PrivateKeyFile } from '../../evidence/private-key.ts';
import type { TeamKey } from '../../evidence/team-key.ts';
import { readTeamKeys } from '../../evidence/team-keys.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { keysFolder } from './keys-folder.ts';
import { isKmsKey, openKmsKey } from './kms-key.ts';
import { readPassphrase } from './read-passphrase.ts';

export interface SignerWanted {
  /** Name of the key. @default as the environment says, else the only one whose private half is on this machine */
  readonly name?: string;
  readonly environment: Environment;
  /** Whoever sits at the terminal may be asked for a passphrase. */
  readonly mayAsk: boolean;
}

/**
 * Opens the key that evidence is signed with.
 * @returns `undefined` where the team has no key and none is named
 * @throws KunrenError `SIGNING_KEY_UNKNOWN`, `SIGNING_KEY_RETIRED`, `SIGNING_KEY_NOT_HERE`, `SIGNING_KEY_AMBIGUOUS`, what is
 * wrong with the team’s only key, or why the key cannot be opened
 */
export async function findSigner(
  io: Io,
  project: Project,
  { environment, name = environment.signWith, mayAsk }: SignerWanted,
): Promise<Signer | undefined> {
  const { keys, broken } = await readTeamKeys(project.keys);
  const [first] = broken;
  // A team that has a key and cannot use it is no team without one.
  if (name === undefined && keys.length === 0 && first) throw new KunrenError(first.failure);
  for (const { failure } of broken) io.err(`drill: ${failure.message}`);
  if (name !== undefined && isKmsKey(name)) {
    const signer = await openKmsKey(io, project, environment, name);
    refuseRetired(keys.find(({ keyId }) => keyId === signer.keyId));
    return signer;
  }
  if (name === undefined && keys.length === 0) return undefined;
  const { key, file } =
    name === undefined ? await onlyOwn(io, keys) : await named(io, project, keys, name);
  const passphrase = file.isEncrypted
    ? await readPassphrase(io, { of: key.name, mayAsk })
    : undefined;
  return await openPrivateKey(file, key, passphrase);
}

interface OwnKey {
  readonly key: TeamKey;
  readonly file: PrivateKeyFile;
}

async function named(
  io: Io,
  project: Project,
  keys: readonly TeamKey[],
  name: string,
): Promise<OwnKey> {
  const key = keys.find((one) => one.name === name);
  if (!key) throw refusal('SIGNING_KEY_UNKNOWN', `There is no key ${name} in ${project.keys}.`);
  refuseRetired(key);
  const file = await findPrivateKey(keysFolder(io), key.keyId);
  if (!file) throw notHere(`The private half of the key ${name} is not in ${keysFolder(io)}`);
  return { key, file };
}

async function onlyOwn(io: Io, keys: readonly TeamKey[]): Promise<OwnKey> {
  const own: OwnKey[] = [];
  for (const key of keys.filter(({ retired }) => retired === undefined)) {
    const file = await findPrivateKey(keysFolder(io), key.keyId);
    if (file) own.push({ key, file });
  }
  const [only] = own;
  if (!only) throw notHere(`No private half of the team’s keys is in ${keysFolder(io)}`);
  if (own.length > 1) {
    const names = own.map(({ key }) => key.name).join(', ');
    throw refusal(
      'SIGNING_KEY_AMBIGUOUS',
      `Several of the team’s keys are on this machine: ${names}. Say which one by sign-with in drills/environments.yaml.`,
    );
  }
  return only;
}

function refuseRetired(key: TeamKey | undefined): void {
  if (key?.retired === undefined) return;
  throw refusal('SIGNING_KEY_RETIRED', `The key ${key.name} was retired at ${key.retired}.`);
}

function notHere(what: string): KunrenError {
  return refusal('SIGNING_KEY_NOT_HERE', `${what}, where this machine keeps them.`);
}

function refusal(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}
