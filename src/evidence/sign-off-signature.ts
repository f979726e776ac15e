import type { SignOff } from '../core/afterwards.ts';
import type { Signer } from '../core/signer.ts';
import { checkCarriedSignature, type ReadSignature } from './verify-signature.ts';

/** Signs what a person says of a run by a key of their own, so that nobody can put other words in their mouth. */
export async function signSignOff(
  signOff: Omit<SignOff, 'signature'>,
  signer: Signer,
): Promise<SignOff> {
  const { keyId, algorithm, publicKey } = signer;
  const signature = (await signer.sign(messageOf(signOff))).toString('base64');
  return { ...signOff, signature: { keyId, algorithm, signature, publicKey } };
}

/** @returns `undefined` where a sign-off has no signature */
export function checkSignOffSignature({
  signature,
  ...signOff
}: SignOff): ReadSignature | undefined {
  return signature && checkCarriedSignature(messageOf(signOff), signature, 'this sign-off');
}

/** As it stands in the journal, without the signature. */
function messageOf(signOff: Omit<SignOff, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify(signOff));
}
