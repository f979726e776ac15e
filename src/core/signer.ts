import type { KeySignature } from './afterwards.ts';

/** Signs with a private key that stays where it is: a file, or a key service. */
export interface Signer {
  /** SHA-256 of the public key's DER (SubjectPublicKeyInfo), in hex. */
  readonly keyId: string;
  readonly algorithm: KeySignature['algorithm'];
  /** The public half, SubjectPublicKeyInfo in PEM. */
  readonly publicKey: string;
  /** @returns the raw 64 bytes for Ed25519, DER for ECDSA. */
  sign(message: Buffer): Promise<Buffer>;
}

/**
 * Has an authority that is trusted say when something was there (RFC 3161). Nothing in this project implements it: an
 * authority on the network is somebody's to choose.
 */
export interface Timestamper {
  /** @returns the authority's token over the message, DER. */
  timestamp(message: Buffer): Promise<Buffer>;
}
