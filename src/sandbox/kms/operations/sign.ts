import { createPrivateKey, sign as signMessage } from 'node:crypto';
import { Sign$, type SignRequest, type SignResponse } from '@aws-sdk/client-kms';
import { operation } from '../../wire/service.ts';
import { findKey, keyArn } from '../find-key.ts';
import type { KmsContext } from '../kms-context.ts';
import { invalid, wrongUsage } from '../kms-error.ts';
import { signDigest } from '../sign-digest.ts';
import { algorithmsOf } from '../signing-algorithms.ts';

/** Longer messages are signed by their digest. */
const LONGEST_MESSAGE = 4096;
const SHA256_BYTES = 32;

export const sign = operation<SignRequest, SignResponse, KmsContext>({
  schema: Sign$,
  mutating: false,
  honours: ['KeyId', 'Message', 'MessageType', 'SigningAlgorithm'],
  handle: (input, { state }, call) => {
    const { KeyId = '', Message, MessageType = 'RAW', SigningAlgorithm } = input;
    const key = findKey(state, KeyId, call);
    const algorithm = algorithmsOf(key).find((known) => known === SigningAlgorithm);
    if (!algorithm) {
      const message = `${keyArn(key)} is of ${key.spec} and does not sign by ${SigningAlgorithm}.`;
      throw wrongUsage(message);
    }
    const message = Message ?? new Uint8Array();
    if (message.length === 0 || message.length > LONGEST_MESSAGE) {
      throw invalid(`Message must have from 1 to ${LONGEST_MESSAGE} bytes.`);
    }
    const isDigest = MessageType === 'DIGEST';
    if (isDigest && (algorithm !== 'ECDSA_SHA_256' || message.length !== SHA256_BYTES)) {
      throw invalid(`A digest of ${message.length} bytes does not fit ${algorithm}.`);
    }
    const privateKey = createPrivateKey(key.privateKey);
    const hash = algorithm === 'ECDSA_SHA_256' ? 'sha256' : null;
    const signature = isDigest
      ? signDigest(message, privateKey)
      : signMessage(hash, message, privateKey);
    return {
      KeyId: keyArn(key),
      Signature: new Uint8Array(signature),
      SigningAlgorithm: algorithm,
    };
  },
});
