import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../core/ports.ts';
import { MANIFEST_FILE, readManifest } from '../../evidence/manifest.ts';
import { checkSignature, SIGNATURE_FILE } from '../../evidence/signature-file.ts';
import type { TeamKey } from '../../evidence/team-key.ts';

/** Whose keys count. */
export interface KnownKeys {
  readonly keys: readonly TeamKey[];
  /** A signature by any other key is none. */
  readonly only: boolean;
}

/** Whose key a signature is by, which is valid by itself. */
export type KeyCheck =
  | { readonly state: 'known'; readonly name: string; readonly keyId: string; readonly at: Instant }
  | { readonly state: 'unknown'; readonly keyId: string; readonly at: Instant }
  /** Signed after the key was given up. */
  | {
      readonly state: 'retired';
      readonly name: string;
      readonly keyId: string;
      readonly at: Instant;
      readonly retired: Instant;
    };

/** By whom a folder's manifest is signed. */
export type SignatureCheck =
  | KeyCheck
  /** Nobody has signed, and nobody says so. */
  | { readonly state: 'none' }
  /** By another key than the one that was asked for. */
  | { readonly state: 'other'; readonly keyId: string; readonly at: string }
  /** A certain key was asked for, and there is no signature that could be by it. */
  | { readonly state: 'wanted' }
  /** Of a later version, like its manifest. */
  | { readonly state: 'unread' }
  /** The manifest speaks of a signature that is not there. */
  | { readonly state: 'missing' }
  | { readonly state: 'invalid'; readonly why: string };

/** Checks the signature of a folder's manifest. What the manifest itself is worth is told elsewhere. */
export async function checkManifestSignature(
  folder: string,
  known: KnownKeys,
): Promise<SignatureCheck> {
  const check = await readSignature(folder, known);
  const isUnchecked = check.state === 'none' || check.state === 'unread';
  // Else it would be enough to take the signature away.
  return known.only && isUnchecked ? { state: 'wanted' } : check;
}

async function readSignature(folder: string, known: KnownKeys): Promise<SignatureCheck> {
  const [text, signature] = await Promise.all(
    [MANIFEST_FILE, SIGNATURE_FILE].map((name) => readIfThere(join(folder, name))),
  );
  const read = text === undefined ? undefined : readManifest(text);
  const signing = read?.state === 'read' ? read.manifest.signing : null;
  if (read?.state === 'newer') return { state: signature === undefined ? 'none' : 'unread' };
  if (signature === undefined) return { state: signing ? 'missing' : 'none' };
  if (text === undefined || !signing) {
    return { state: 'invalid', why: 'the manifest speaks of none' };
  }
  const checked = checkSignature(signature, text, signing);
  if (checked.state === 'invalid') return checked;
  const { keyId, at } = signing;
  const check = recognizeKey(keyId, at, known);
  return check.state === 'unknown' && known.only ? { ...check, state: 'other' } : check;
}

/** Whose key it is that has signed at this time. */
export function recognizeKey(keyId: string, at: Instant, { keys }: KnownKeys): KeyCheck {
  // Of two files with one key the one that says that it is retired counts.
  const key = keys
    .filter((one) => one.keyId === keyId)
    .sort((a, b) => (b.retired ?? '').localeCompare(a.retired ?? ''))[0];
  if (!key) return { state: 'unknown', keyId, at };
  const { name, retired } = key;
  return retired !== undefined && at > retired
    ? { state: 'retired', name, keyId, at, retired }
    : { state: 'known', name, keyId, at };
}

export function isGoodSignature({ state }: SignatureCheck): boolean {
  return state === 'none' || state === 'known' || state === 'unknown' || state === 'unread';
}

/** What is there and cannot be read is not a signature. */
async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? undefined : '',
  );
}
