import { createPublicKey } from 'node:crypto';
import { KunrenError } from '../core/failure.ts';
import { identifyKey, type KeyIdentity } from '../core/key-identity.ts';
import type { Instant } from '../core/ports.ts';

/** A key that the team signs evidence with, as its file says. */
export interface TeamKey extends KeyIdentity {
  /** The name of its file, without the ending. */
  readonly name: string;
  /** Absent: nobody has written it down. */
  readonly since?: Instant;
  /** What was signed later does not count. Absent: it is in use. */
  readonly retired?: Instant;
}

/**
 * The file of a key: what a reviewer reads, and then PEM, before which OpenSSL and others skip everything.
 */
export function teamKeyText({ keyId, since, retired, publicKey }: TeamKey): string {
  return [
    `Id: ${keyId}`,
    ...(since === undefined ? [] : [`Since: ${since}`]),
    ...(retired === undefined ? [] : [`Retired: ${retired}`]),
    publicKey,
  ].join('\n');
}

const PEM = '-----BEGIN ';
const LINE = /^(Id|Since|Retired): (\S+)$/;

/**
 * Reads a file that `teamKeyText` has written, or one that is nothing but a public key in PEM.
 * @throws KunrenError `SIGNING_KEY_UNFIT`, or `SIGNING_KEY_CHANGED` where the key is not the one that the file names.
 */
export function parseTeamKey(name: string, text: string): TeamKey {
  const start = text.indexOf(PEM);
  const pem = start === -1 ? '' : text.slice(start);
  const identity = identityOf(pem);
  if (!identity) {
    throw unfitKey(name, 'it holds no public key of Ed25519 or of ECDSA on P-256');
  }
  const said = new Map<string, string>();
  // A line that is not understood might have said that the key is retired.
  for (const line of text.slice(0, start).split('\n').filter(Boolean)) {
    const [, field = '', value = ''] = LINE.exec(line.trimEnd()) ?? [];
    if (field === '' || said.has(field)) throw unfitKey(name, `"${line}" is not understood`);
    if (field !== 'Id' && !isInstant(value)) throw unfitKey(name, `"${value}" is no instant`);
    said.set(field, value);
  }
  const [id, since, retired] = ['Id', 'Since', 'Retired'].map((field) => said.get(field));
  if (id !== undefined && id !== identity.keyId) {
    throw new KunrenError({
      code: 'SIGNING_KEY_CHANGED',
      message: `The key ${name} is not the one that its file names: it says ${id}, and holds ${identity.keyId}.`,
      class: 'safety',
    });
  }
  return {
    name,
    ...identity,
    ...(since !== undefined && { since }),
    ...(retired !== undefined && { retired }),
  };
}

function identityOf(pem: string): KeyIdentity | undefined {
  try {
    // From a private key Node would make the public one.
    return pem.includes('PRIVATE') ? undefined : identifyKey(createPublicKey(pem));
  } catch {
    return undefined;
  }
}

function unfitKey(name: string, why: string): KunrenError {
  return new KunrenError({
    code: 'SIGNING_KEY_UNFIT',
    message: `The key ${name} cannot be used: ${why}.`,
    class: 'input',
  });
}

function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
