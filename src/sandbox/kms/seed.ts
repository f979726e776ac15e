import type { Instant } from '../../core/ports.ts';
import type { KmsState } from './kms-state.ts';
import { newKey } from './new-key.ts';

/** KMS on the first day: one key that evidence can be signed with. */
export function seedKms(account: string, region: string, now: Instant): KmsState {
  return {
    keys: [
      newKey({
        account,
        region,
        alias: 'alias/kunren-evidence',
        spec: 'ECC_NIST_P256',
        description: 'Signs the evidence of drills',
        createdAt: now,
      }),
    ],
  };
}
