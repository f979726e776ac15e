import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { failureOf, KunrenError } from '../../core/failure.ts';
import { findEnvironment, readEnvironments } from '../../drill-file/environments.ts';
import { findPrivateKey, makePrivateKey } from '../../evidence/private-key.ts';
import { type TeamKey, teamKeyText } from '../../evidence/team-key.ts';
import { readTeamKey, readTeamKeys, teamKeyFile } from '../../evidence/team-keys.ts';
import { demandOutside, keysFolder } from '../evidence/keys-folder.ts';
import { isKmsKey, openKmsKey } from '../evidence/kms-key.ts';
import { newPassphrase } from '../evidence/read-passphrase.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject, type Project } from '../project.ts';
import { systemClock } from '../system-clock.ts';

/** `drill key new [name]`: an Ed25519 key whose private half stays on this machine. */
export async function keyNew(
  io: Io,
  name: string,
  options: { readonly passphrase: boolean },
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const file = demandFreeName(project, name);
  const folder = keysFolder(io);
  demandOutside(folder, project);
  const passphrase = await newPassphrase(io, { of: name, mustHave: options.passphrase });
  const { path, ...identity } = await makePrivateKey(folder, passphrase);
  try {
    await writeNew(project, file, { name, ...identity, since: now() });
  } catch (error) {
    // Without its public half it is of no use to anybody.
    await rm(path, { force: true });
    throw error;
  }
  io.out(`key      ${name}  ${identity.keyId}`);
  io.out(`public   ${relative(io.cwd, file)}`);
  io.out(`private  ${path}${passphrase === undefined ? '' : ' (encrypted)'}`);
  io.err('  next: commit the public half, by which reviewers know the team’s signature;');
  io.err('        keep a copy of the private half where only its owner can read it');
  return EXIT.met;
}

/** `drill key add <name>`: the public half of the key in KMS that an environment signs with. */
export async function keyAdd(
  io: Io,
  name: string,
  options: { readonly env: string },
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const file = demandFreeName(project, name);
  const environment = findEnvironment(readEnvironments(project.environments), options.env);
  const { signWith } = environment;
  if (signWith === undefined || !isKmsKey(signWith)) {
    throw refusal(
      'SIGNING_KEY_UNKNOWN',
      `The environment ${environment.name} names no key in KMS under sign-with.`,
    );
  }
  const signer = await openKmsKey(io, project, environment, signWith);
  const { keyId, algorithm, publicKey } = signer;
  await writeNew(project, file, { name, keyId, algorithm, publicKey, since: now() });
  io.out(`key      ${name}  ${keyId}`);
  io.out(`public   ${relative(io.cwd, file)}`);
  io.err('  next: commit it; by it reviewers know what the key in KMS has signed');
  return EXIT.met;
}

/** `drill key list` */
export async function keyList(io: Io, options: { readonly output: OutputKind }): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const { keys, broken } = await readTeamKeys(project.keys);
  for (const { failure } of broken) io.err(`drill: ${failure.message}`);
  const rows = [];
  for (const key of keys) {
    const isHere = (await findPrivateKey(keysFolder(io), key.keyId)) !== undefined;
    rows.push({ ...key, isHere });
  }
  if (options.output === 'json') io.out(JSON.stringify(rows));
  else if (rows.length > 0) {
    for (const { name, keyId, since, retired, isHere } of rows) {
      const state = retired === undefined ? 'in use' : `retired ${retired}`;
      io.out(
        `${name}  ${state}, since ${since ?? '?'}, private half ${isHere ? 'here' : 'not here'}`,
      );
      io.out(`  ${keyId}`);
    }
  } else if (broken.length === 0) {
    io.out('The team has no key, so nothing is signed.');
    io.err('  next: drill key new');
  }
  return broken.length > 0 ? EXIT.badInput : EXIT.met;
}

/** `drill key retire <name>`: what it has signed before still counts, what it signs later does not. */
export async function keyRetire(io: Io, name: string): Promise<ExitCode> {
  const { keys } = findProject(io.cwd);
  const file = teamKeyFile(keys, name);
  if (!existsSync(file))
    throw refusal('SIGNING_KEY_UNKNOWN', `There is no key ${name} in ${keys}.`);
  const key = await readTeamKey(file, name);
  if (key.retired !== undefined) {
    throw refusal('SIGNING_KEY_RETIRED', `The key ${name} was retired at ${key.retired}.`);
  }
  const retired = now();
  await writeDurably(`${file}.new`, teamKeyText({ ...key, retired }), 'w');
  await rename(`${file}.new`, file);
  io.out(`${name} is retired. What it has signed until ${retired} still counts.`);
  io.err(`  next: commit ${relative(io.cwd, file)}`);
  return EXIT.met;
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** @returns the file that the key will have. */
function demandFreeName({ keys }: Project, name: string): string {
  if (!NAME.test(name) || name.length > 64) {
    throw refusal(
      'SIGNING_KEY_NAME_INVALID',
      `"${name}" is not a name for a key: a-z and 0-9, words joined by single hyphens, 64 characters at most.`,
    );
  }
  const file = teamKeyFile(keys, name);
  if (existsSync(file)) {
    throw refusal('SIGNING_KEY_EXISTS', `There is a key ${name} already: ${file}.`);
  }
  return file;
}

async function writeNew({ keys }: Project, file: string, key: TeamKey): Promise<void> {
  try {
    await mkdir(keys, { recursive: true });
    await writeDurably(file, teamKeyText(key), 'wx');
  } catch (cause) {
    throw new KunrenError(
      {
        code: 'SIGNING_KEY_UNWRITABLE',
        message: `The public key could not be written: ${failureOf(cause).message}.`,
        class: 'environment',
      },
      { cause },
    );
  }
}

async function writeDurably(path: string, text: string, flags: 'w' | 'wx'): Promise<void> {
  await using file = await open(path, flags);
  await file.writeFile(text);
  await file.sync();
}

function now(): string {
  return new Date(systemClock.now()).toISOString();
}

function refusal(code: string, message: string): KunrenError {
  return new KunrenError({ code, message, class: 'input' });
}
