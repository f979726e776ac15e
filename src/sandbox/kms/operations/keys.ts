import { createPublicKey } from 'node:crypto';
import {
  CreateKey$,
  type CreateKeyRequest,
  type CreateKeyResponse,
  DescribeKey$,
  type DescribeKeyRequest,
  type DescribeKeyResponse,
  GetPublicKey$,
  type GetPublicKeyRequest,
  type GetPublicKeyResponse,
  type KeyMetadata,
  ListKeys$,
  type ListKeysRequest,
  type ListKeysResponse,
} from '@aws-sdk/client-kms';
import { operation } from '../../wire/service.ts';
import { findKey, keyArn } from '../find-key.ts';
import type { KmsContext } from '../kms-context.ts';
import { invalid, unsupported } from '../kms-error.ts';
import { KEY_SPECS, type KeyRecord } from '../kms-state.ts';
import { newKey } from '../new-key.ts';
import { algorithmsOf } from '../signing-algorithms.ts';

/** Only keys that sign: what is encrypted in the sandbox is not really encrypted. */
export const createKey = operation<CreateKeyRequest, CreateKeyResponse, KmsContext>({
  schema: CreateKey$,
  mutating: true,
  honours: ['KeySpec', 'KeyUsage', 'Description', 'Tags'],
  handle: (input, { state, clock }, call) => {
    const { KeySpec = 'SYMMETRIC_DEFAULT' } = input;
    const spec = KEY_SPECS.find((known) => known === KeySpec);
    if (!spec) {
      throw unsupported(`The sandbox makes keys of ${KEY_SPECS.join(' and ')}, not of ${KeySpec}.`);
    }
    if (input.KeyUsage !== 'SIGN_VERIFY') {
      throw invalid(`KeyUsage ${input.KeyUsage ?? 'ENCRYPT_DECRYPT'} is not for keys of ${spec}.`);
    }
    const key = newKey({
      account: call.caller.account,
      region: call.region,
      spec,
      description: input.Description ?? '',
      createdAt: new Date(clock.now()).toISOString(),
    });
    state.keys.push(key);
    call.effect(
      keyArn(key),
      (input.Tags ?? []).map(({ TagKey = '', TagValue = '' }) => ({
        Key: TagKey,
        Value: TagValue,
      })),
    );
    return { KeyMetadata: metadataOf(key) };
  },
});

export const describeKey = operation<DescribeKeyRequest, DescribeKeyResponse, KmsContext>({
  schema: DescribeKey$,
  mutating: false,
  handle: ({ KeyId = '' }, { state }, call) => ({
    KeyMetadata: metadataOf(findKey(state, KeyId, call)),
  }),
});

export const getPublicKey = operation<GetPublicKeyRequest, GetPublicKeyResponse, KmsContext>({
  schema: GetPublicKey$,
  mutating: false,
  handle: ({ KeyId = '' }, { state }, call) => {
    const key = findKey(state, KeyId, call);
    const der = createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' });
    return {
      KeyId: keyArn(key),
      PublicKey: new Uint8Array(der),
      KeySpec: key.spec,
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: [...algorithmsOf(key)],
    };
  },
});

export const listKeys = operation<ListKeysRequest, ListKeysResponse, KmsContext>({
  schema: ListKeys$,
  mutating: false,
  handle: (_input, { state }, { caller, region }) => ({
    Keys: state.keys
      .filter((key) => key.account === caller.account && key.region === region)
      .map((key) => ({ KeyId: key.id, KeyArn: keyArn(key) })),
    Truncated: false,
  }),
});

function metadataOf(key: KeyRecord): KeyMetadata {
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: keyArn(key),
    CreationDate: new Date(key.createdAt),
    Enabled: true,
    Description: key.description,
    KeyUsage: 'SIGN_VERIFY',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    SigningAlgorithms: [...algorithmsOf(key)],
    MultiRegion: false,
  };
}
