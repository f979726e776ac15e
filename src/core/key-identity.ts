import { createHash, type KeyObject } from 'node:crypto';
import type { KeySignature } from './afterwards.ts';

/** A public key, and what it is called by. */
export interface KeyIdentity {
  readonly keyId: string;
  readonly algorithm: KeySignature['algorithm'];
  readonly publicKey: string;
}

/** @returns `undefined` for a key that evidence is not signed with. */
export function identifyKey(key: KeyObject): KeyIdentity | undefined {
  const algorithm = algorithmOf(key);
  if (!algorithm) return undefined;
  const der = key.export({ type: 'spki', format: 'der' });
  return {
    keyId: createHash('sha256').update(der).digest('hex'),
    algorithm,
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function algorithmOf(key: KeyObject): KeySignature['algorithm'] | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails } = key;
  if (asymmetricKeyType === 'ed25519') return 'ed25519';
  const isP256 = asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return isP256 ? 'ecdsa-p256-sha256' : undefined;
}
