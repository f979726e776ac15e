import { z } from 'zod';
import type { Signer, Timestamper } from '../core/signer.ts';
import type { Manifest } from './manifest.ts';
import { checkCarriedSignature, invalid, type ReadSignature } from './verify-signature.ts';

/** Name of the manifest's signature inside a run's folder. */
export const SIGNATURE_FILE = 'manifest.sig.json';

const SIGNATURE_FORMAT = 1;

const signatureFile = z.strictObject({
  format: z.literal(SIGNATURE_FORMAT),
  keyId: z.string(),
  algorithm: z.enum(['ed25519', 'ecdsa-p256-sha256']),
  signature: z.string(),
  publicKey: z.string(),
  signedAt: z.string(),
  /** A token of RFC 3161 over the signature, DER in base64. */
  timestamp: z.string().optional(),
});

/**
 * Signs the bytes of a manifest that names the signer in `signing`.
 * @returns the bytes of the signature's file.
 */
export async function signManifest(
  text: string,
  signing: NonNullable<Manifest['signing']>,
  by: { readonly signer: Signer; readonly timestamper?: Timestamper },
): Promise<string> {
  const signature = await by.signer.sign(Buffer.from(text));
  const timestamp = await by.timestamper?.timestamp(signature);
  return signatureText({
    format: SIGNATURE_FORMAT,
    keyId: signing.keyId,
    algorithm: signing.algorithm,
    signature: signature.toString('base64'),
    publicKey: by.signer.publicKey,
    signedAt: signing.at,
    ...(timestamp && { timestamp: timestamp.toString('base64') }),
  });
}

/**
 * Checks a signature's file against the bytes of a manifest and what that says of its signer. Whose key it is, is for
 * somebody else to say: the file brings its own public key along.
 */
export function checkSignature(
  text: string,
  manifest: string,
  signing: NonNullable<Manifest['signing']>,
): ReadSignature {
  const read = parsed(text);
  if (!read) return invalid('it is not written as a signature is');
  const { keyId, algorithm, signedAt, timestamp } = read;
  if (keyId !== signing.keyId || algorithm !== signing.algorithm || signedAt !== signing.at) {
    return invalid('it is another than the manifest speaks of');
  }
  // It is under no signature, so without a check of its own any bytes would do.
  if (timestamp !== undefined) return invalid('nothing here can check its timestamp');
  return checkCarriedSignature(Buffer.from(manifest), read, 'this manifest');
}

function signatureText(content: z.infer<typeof signatureFile>): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

function parsed(text: string): z.infer<typeof signatureFile> | undefined {
  try {
    const read = signatureFile.safeParse(JSON.parse(text));
    return read.success && signatureText(read.data) === text ? read.data : undefined;
  } catch {
    return undefined;
  }
}
