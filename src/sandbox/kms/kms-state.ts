import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is KMS's. Plain JSON. */
export interface KmsState {
  readonly keys: KeyRecord[];
}

/** The keys that sign here. */
export const KEY_SPECS = ['ECC_NIST_P256', 'ECC_NIST_EDWARDS25519'] as const;

export type SigningKeySpec = (typeof KEY_SPECS)[number];

/** A key that signs. Its private half leaves the sandbox's state as little as AWS's leaves KMS. */
export interface KeyRecord {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** e.g. `alias/kunren-evidence` */
  readonly alias?: string;
  readonly spec: SigningKeySpec;
  readonly description: string;
  readonly createdAt: Instant;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
}
