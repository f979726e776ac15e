import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failureOf, KunrenError } from '../core/failure.ts';
import { identifyKey, type KeyIdentity } from '../core/key-identity.ts';
import type { Signer } from '../core/signer.ts';

/** A private key as it lies on this machine. */
export interface PrivateKeyFile {
  readonly path: string;
  /** Nobody signs with it without its passphrase. */
  readonly isEncrypted: boolean;
}

/** Named by the key's id: two projects may call their keys alike. */
function privateKeyFile(folder: string, keyId: string): string {
  return join(folder, `${keyId}.pem`);
}

/**
 * Makes an Ed25519 key and writes its private half, for its owner's eyes only, into a folder outside of any project.
 * @param passphrase it is encrypted with. @default not encrypted
 * @throws KunrenError `SIGNING_KEY_UNWRITABLE`
 */
export async function makePrivateKey(
  folder: string,
  passphrase?: string,
): Promise<KeyIdentity & { readonly path: string }> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const identity = identifyKey(publicKey);
  if (!identity) throw new Error('It was made as Ed25519.');
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
  });
  const path = privateKeyFile(folder, identity.keyId);
  try {
    const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
    if (isNew) await chmod(folder, 0o700);
    await using file = await open(path, 'wx', 0o600);
    await file.writeFile(pem);
    await file.sync();
  } catch (cause) {
    throw new KunrenError(
      {
        code: 'SIGNING_KEY_UNWRITABLE',
        message: `The private key could not be written: ${failureOf(cause).message}.`,
        class: 'environment',
      },
      { cause },
    );
  }
  return { ...identity, path };
}

/** @returns `undefined` when the private half of the key is not in the folder. */
export async function findPrivateKey(
  folder: string,
  keyId: string,
): Promise<PrivateKeyFile | undefined> {
  const path = privateKeyFile(folder, keyId);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (text instanceof Error) {
    if (text.code === 'ENOENT') return undefined;
    throw unusable('SIGNING_KEY_UNREADABLE', `${path} could not be read (${text.message})`, text);
  }
  return { path, isEncrypted: text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----') };
}

/**
 * Opens a private key for signing.
 * @param passphrase of a key that is encrypted
 * @throws KunrenError `SIGNING_KEY_EXPOSED` where others may read the file, `SIGNING_KEY_LOCKED` without a passphrase,
 * `SIGNING_KEY_PASSPHRASE_WRONG`, `SIGNING_KEY_UNFIT`, `SIGNING_KEY_CHANGED`, `SIGNING_KEY_UNREADABLE`
 */
export async function openPrivateKey(
  { path, isEncrypted }: PrivateKeyFile,
  wanted: KeyIdentity,
  passphrase?: string,
): Promise<Signer> {
  if (((await stat(path)).mode & 0o077) !== 0) {
    throw unusable('SIGNING_KEY_EXPOSED', `others than its owner may read or write ${path}`);
  }
  if (isEncrypted && passphrase === undefined) {
    throw unusable('SIGNING_KEY_LOCKED', `${path} is encrypted, and its passphrase was not given`);
  }
  const key = parsed(await readFile(path, 'utf8'), path, isEncrypted ? passphrase : undefined);
  const identity = identifyKey(createPublicKey(key));
  if (identity?.algorithm !== 'ed25519') {
    throw unusable('SIGNING_KEY_UNFIT', `${path} is no Ed25519 key`);
  }
  if (identity.keyId !== wanted.keyId) {
    throw unusable('SIGNING_KEY_CHANGED', `${path} is the private half of another key`);
  }
  return { ...identity, sign: async (message) => sign(null, message, key) };
}

function parsed(pem: string, path: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch (cause) {
    throw passphrase === undefined
      ? unusable('SIGNING_KEY_UNFIT', `${path} holds no private key in PEM`, cause)
      : unusable('SIGNING_KEY_PASSPHRASE_WRONG', `the passphrase does not open ${path}`, cause);
  }
}

function unusable(code: string, why: string, cause?: unknown): KunrenError {
  return new KunrenError(
    { code, message: `The private key cannot be used: ${why}.`, class: 'input' },
    { cause },
  );
}
