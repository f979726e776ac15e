import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import {
  DisabledException,
  GetPublicKeyCommand,
  KMS,
  KMSServiceException,
  SignCommand,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { kmsSigner } from '../../../src/activities/kms/kms-signer.ts';
import { failureFrom } from '../../support/activity-context.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const ARN = 'arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const MESSAGE = Buffer.from('what was done');

const KEYS = {
  ECC_NIST_P256: () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  ECC_NIST_P384: () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
  ECC_NIST_EDWARDS25519: () => generateKeyPairSync('ed25519'),
} as const;

function service(spec: keyof typeof KEYS = 'ECC_NIST_P256') {
  const kms = new KMS({ region: 'ap-northeast-1' });
  const mock = mockClient(kms);
  const pair = KEYS[spec]();
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  mock.on(GetPublicKeyCommand).resolves({ PublicKey: new Uint8Array(der), KeySpec: spec });
  const clock = new FakeClock();
  return { ...pair, kms, mock, clock, open: () => kmsSigner(kms, ARN, clock) };
}

function answer(name: string, httpStatusCode: number): KMSServiceException {
  const $fault = httpStatusCode < 500 ? 'client' : 'server';
  return new KMSServiceException({ name, message: name, $fault, $metadata: { httpStatusCode } });
}

describe('a key in KMS', () => {
  it('signs the digest of a message of any length by ECDSA', async () => {
    const { mock, open, publicKey } = service();
    mock.on(SignCommand).resolves({ Signature: new Uint8Array([1, 2]) });
    const signer = await open();
    expect(signer).toMatchObject({
      algorithm: 'ecdsa-p256-sha256',
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }),
    });
    const long = Buffer.alloc(100_000, 'x');
    expect(await signer.sign(long)).toEqual(Buffer.from([1, 2]));
    expect(mock.commandCalls(SignCommand)[0]?.args[0].input).toEqual({
      KeyId: ARN,
      Message: createHash('sha256').update(long).digest(),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  it('signs a message itself by Ed25519, which is verified as any other', async () => {
    const { mock, open, privateKey, publicKey } = service('ECC_NIST_EDWARDS25519');
    mock.on(SignCommand).callsFake(({ Message, MessageType }) => {
      expect(MessageType).toBe('RAW');
      return { Signature: sign(null, Message, privateKey) };
    });
    const signer = await open();
    expect(signer.algorithm).toBe('ed25519');
    expect(verify(null, MESSAGE, publicKey, await signer.sign(MESSAGE))).toBe(true);
  });

  it('signs nothing by Ed25519 that KMS takes only as a digest', async () => {
    const { mock, open } = service('ECC_NIST_EDWARDS25519');
    const signer = await open();
    expect(await failureFrom(signer.sign(Buffer.alloc(4097)))).toMatchObject({
      code: 'SIGNING_KEY_MESSAGE_TOO_LONG',
    });
    expect(mock.commandCalls(SignCommand)).toHaveLength(0);
  });

  it('is refused where evidence is not signed by its kind', async () => {
    expect(await failureFrom(service('ECC_NIST_P384').open())).toMatchObject({
      code: 'SIGNING_KEY_UNFIT',
      message: expect.stringContaining('ECC_NIST_P384'),
    });
  });

  it.each([
    ['may not be used by the caller', answer('AccessDeniedException', 400), 'ACCESS_DENIED'],
    ['is disabled', new DisabledException({ message: 'disabled', $metadata: {} }), 'DISABLED'],
    ['waits for its deletion', answer('KMSInvalidStateException', 400), 'KMS_INVALID_STATE'],
    ['is not there', answer('NotFoundException', 400), 'NOT_FOUND'],
  ])('that %s fails at once, with what AWS says', async (_what, error, code) => {
    const { mock, open, clock } = service();
    mock.on(SignCommand).rejects(error);
    const began = clock.now();
    expect(await failureFrom((await open()).sign(MESSAGE))).toMatchObject({ code });
    expect(mock.commandCalls(SignCommand)).toHaveLength(1);
    expect(clock.now()).toBe(began);
  });

  it('is asked again, later and later, while AWS is throttling or failing, and then given up', async () => {
    const { mock, open, clock } = service();
    mock
      .on(SignCommand)
      .rejectsOnce(answer('ThrottlingException', 400))
      .rejectsOnce(answer('KMSInternalException', 500))
      .resolves({ Signature: new Uint8Array([7]) });
    const signer = await open();
    expect(await signer.sign(MESSAGE)).toEqual(Buffer.from([7]));
    mock.on(SignCommand).rejects(answer('ThrottlingException', 400));
    const began = clock.now();
    expect(await failureFrom(signer.sign(MESSAGE))).toMatchObject({ code: 'THROTTLED' });
    expect(clock.now() - began).toBe(500 + 1000 + 2000 + 4000);
  });
});
