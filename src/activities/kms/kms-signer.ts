import { createHash, createPublicKey } from 'node:crypto';
import type { KMS, SignRequest } from '@aws-sdk/client-kms';
import { KunrenError } from '../../core/failure.ts';
import { identifyKey, type KeyIdentity } from '../../core/key-identity.ts';
import type { Clock } from '../../core/ports.ts';
import type { Signer } from '../../core/signer.ts';
import { tryAgain } from '../try-again.ts';

/** KMS takes no longer message, and Ed25519 has no digest that others verify. */
const LONGEST_MESSAGE = 4096;

/**
 * A key in KMS, of ECC_NIST_P256 or ECC_NIST_EDWARDS25519, as a signer. Needs `kms:GetPublicKey` and `kms:Sign`.
 * @param arn of the key or of an alias of it
 * @throws KunrenError `SIGNING_KEY_UNFIT` for a key that evidence is not signed with; later, from `sign`,
 * `SIGNING_KEY_MESSAGE_TOO_LONG`; and what AWS answers.
 */
export async function kmsSigner(
  kms: Pick<KMS, 'getPublicKey' | 'sign'>,
  arn: string,
  clock: Pick<Clock, 'sleep'>,
): Promise<Signer> {
  const { PublicKey, KeySpec } = await tryAgain(clock, () => kms.getPublicKey({ KeyId: arn }));
  const identity = PublicKey && identityOf(PublicKey);
  if (!identity) {
    throw new KunrenError({
      code: 'SIGNING_KEY_UNFIT',
      message: `The key ${arn} is of ${KeySpec ?? 'no kind'}; evidence is signed by ECC_NIST_P256 or ECC_NIST_EDWARDS25519.`,
      class: 'input',
    });
  }
  const sign = async (message: Buffer) => {
    const request = requestOf(identity, message);
    const { Signature } = await tryAgain(clock, () => kms.sign({ KeyId: arn, ...request }));
    return Buffer.from(Signature ?? []);
  };
  return { ...identity, sign };
}

function requestOf(
  { algorithm, keyId }: KeyIdentity,
  message: Buffer,
): Pick<SignRequest, 'Message' | 'MessageType' | 'SigningAlgorithm'> {
  if (algorithm === 'ecdsa-p256-sha256') {
    const Message = createHash('sha256').update(message).digest();
    return { Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' };
  }
  if (message.length > LONGEST_MESSAGE) {
    throw new KunrenError({
      code: 'SIGNING_KEY_MESSAGE_TOO_LONG',
      message: `KMS signs ${LONGEST_MESSAGE} bytes at most by the Ed25519 key ${keyId}, and the manifest has ${message.length}. A key of ECC_NIST_P256 signs any length.`,
      class: 'input',
    });
  }
  return { Message: message, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' };
}

function identityOf(der: Uint8Array): KeyIdentity | undefined {
  try {
    return identifyKey(createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }));
  } catch {
    return undefined;
  }
}
