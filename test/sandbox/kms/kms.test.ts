import { createHash, createPublicKey, verify } from 'node:crypto';
import { KMS } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { type As, type OrganizationHarness, startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION } from '../organization-server.ts';

const ALIAS = `arn:aws:kms:ap-northeast-1:${MANAGEMENT}:alias/kunren-evidence`;
const MESSAGE = Buffer.from('what was done');
const DIGEST = createHash('sha256').update(MESSAGE).digest();

function kmsOf({ url }: OrganizationHarness, as: As = {}) {
  const { accessKeyId = 'SANDBOX', region = 'ap-northeast-1' } = as;
  const credentials = { accessKeyId, secretAccessKey: 'none' };
  return new KMS({ endpoint: url, region, credentials, maxAttempts: 1 });
}

async function publicKeyOf(kms: KMS, KeyId: string) {
  const { PublicKey = new Uint8Array() } = await kms.getPublicKey({ KeyId });
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
}

describe('KMS in the sandbox', () => {
  it('has a key from the first day that signs messages and digests alike', async () => {
    const kms = kmsOf(await startOrganization());
    const key = await publicKeyOf(kms, ALIAS);
    for (const [MessageType, Message] of [
      ['RAW', MESSAGE],
      ['DIGEST', DIGEST],
    ] as const) {
      // Another number is drawn for each signature; now and then one has a first bit that is set.
      for (let n = 0; n < 8; n += 1) {
        const { Signature = new Uint8Array() } = await kms.sign({
          KeyId: ALIAS,
          Message,
          MessageType,
          SigningAlgorithm: 'ECDSA_SHA_256',
        });
        expect(verify('sha256', MESSAGE, key, Signature)).toBe(true);
        expect(verify('sha256', Buffer.from('other'), key, Signature)).toBe(false);
      }
    }
  });

  it('makes keys of Ed25519 too, which it lists, describes and keeps', async () => {
    const harness = await startOrganization();
    const kms = kmsOf(harness);
    const { KeyMetadata } = await kms.createKey({
      KeySpec: 'ECC_NIST_EDWARDS25519',
      KeyUsage: 'SIGN_VERIFY',
      Description: 'of a test',
    });
    const KeyId = KeyMetadata?.Arn ?? '';
    await harness.close();
    await harness.open();
    const again = kmsOf(harness);
    expect((await again.describeKey({ KeyId })).KeyMetadata).toEqual(KeyMetadata);
    expect((await again.listKeys({})).Keys?.map(({ KeyArn }) => KeyArn)).toContain(KeyId);
    const { Signature = new Uint8Array() } = await again.sign({
      KeyId,
      Message: MESSAGE,
      SigningAlgorithm: 'ED25519_SHA_512',
    });
    expect(verify(null, MESSAGE, await publicKeyOf(again, KeyId), Signature)).toBe(true);
  });

  it('keeps keys in their account and Region', async () => {
    const harness = await startOrganization();
    const elsewhere = kmsOf(harness, { region: 'ap-northeast-3' });
    const other = kmsOf(harness, await harness.member(PRODUCTION));
    for (const kms of [elsewhere, other]) {
      expect((await kms.listKeys({})).Keys).toEqual([]);
      expect(await failureOf(kms.getPublicKey({ KeyId: ALIAS }))).toMatchObject({
        name: 'NotFoundException',
      });
    }
  });

  it('refuses what a key cannot do', async () => {
    const kms = kmsOf(await startOrganization());
    const sign = (more: object) =>
      failureOf(
        kms.sign({ KeyId: ALIAS, Message: MESSAGE, SigningAlgorithm: 'ECDSA_SHA_256', ...more }),
      );
    expect(await sign({ SigningAlgorithm: 'ED25519_SHA_512' })).toMatchObject({
      name: 'InvalidKeyUsageException',
    });
    expect(await sign({ Message: Buffer.alloc(4097) })).toMatchObject({
      name: 'ValidationException',
    });
    expect(await sign({ MessageType: 'DIGEST' })).toMatchObject({ name: 'ValidationException' });
    expect(await failureOf(kms.createKey({}))).toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });
});
