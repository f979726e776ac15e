import type { SigningAlgorithmSpec } from '@aws-sdk/client-kms';
import type { KeyRecord } from './kms-state.ts';

/** What a key signs by. AWS has ED25519_PH_SHA_512 too, for digests, which Node cannot make. */
export function algorithmsOf({ spec }: KeyRecord): readonly SigningAlgorithmSpec[] {
  return spec === 'ECC_NIST_P256' ? ['ECDSA_SHA_256'] : ['ED25519_SHA_512'];
}
