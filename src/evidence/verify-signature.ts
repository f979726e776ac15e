import { type KeyObject, verify } from 'node:crypto';
import type { KeySignature } from '../core/afterwards.ts';

/** Whether a signature in base64 is that of the key over the message. Base64 that is not as one writes it is none. */
export function verifySignature(
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
