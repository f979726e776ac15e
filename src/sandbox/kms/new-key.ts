import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KeyRecord } from './kms-state.ts';

/** Makes a key, as CreateKey does. */
export function newKey(of: Omit<KeyRecord, 'id' | 'privateKey'>): KeyRecord {
  const { privateKey } =
    of.spec === 'ECC_NIST_P256'
      ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      : generateKeyPairSync('ed25519');
  return {
    id: randomUUID(),
    ...of,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
