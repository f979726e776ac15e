import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { CarriedSignature, KeySignature } from '../core/afterwards.ts';
import { identifyKey, type KeyIdentity } from '../core/key-identity.ts';

/** What a signature proves, or why nothing. */
export type ReadSignature =
  | { readonly state: 'valid'; readonly key: KeyIdentity }
  | { readonly state: 'invalid'; readonly why: string };

/**
 * Checks a signature by the public key that it brings along.
 * @param what was signed, in the words of a reason
 */
export function checkCarriedSignature(
  message: Buffer,
  signature: CarriedSignature,
  what: string,
): ReadSignature {
  const { keyId, algorithm, publicKey } = signature;
  const key = publicKeyOf(publicKey);
  const identity = key && identifyKey(key);
  if (!key || !identity || identity.publicKey !== publicKey) {
    return invalid('its public key is none that evidence is signed with');
  }
  if (identity.keyId !== keyId || identity.algorithm !== algorithm) {
    return invalid('its public key is not the one that it names');
  }
  if (!verifySignature(message, signature, key)) {
    return invalid(`it was not made over ${what} by this key`);
  }
  return { state: 'valid', key: identity };
}

export function invalid(why: string): ReadSignature {
  return { state: 'invalid', why };
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** Whether a signature in base64 is that of the key over the message. Base64 that is not as one writes it is none. */
function verifySignature(
  message: Buffer,
  { algorithm, signature }: Pick<KeySignature, 'algorithm' | 'signature'>,
  key: KeyObject,
): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature) return false;
  try {
    return algorithm === 'ed25519'
      ? verify(null, message, key, bytes)
      : verify('sha256', message, { key, dsaEncoding: 'der' }, bytes);
  } catch {
    return false;
  }
}
