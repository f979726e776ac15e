import { KMSKeyNotAccessibleFault$ } from '@aws-sdk/client-rds';
import { modeledError } from '../wire/service-error.ts';
import type { Place } from './arn.ts';

// Keys belong to a Region, and what is encrypted in another one needs a key of there. Nothing is really encrypted.

const KEYS = {
  'alias/aws/rds': '0a1b2c3d-4e5f-4600-8000-000000000001',
  'alias/orders': '0a1b2c3d-4e5f-4600-8000-000000000003',
} as const;

/** The ARN of a Region's key. */
export function kmsKey({ region, accountId }: Place, alias: keyof typeof KEYS): string {
  return `arn:aws:kms:${region}:${accountId}:key/${KEYS[alias]}`;
}

/**
 * The key that a caller names by its ARN, its id, its alias or the ARN of that.
 * @throws ServiceError `KMSKeyNotAccessibleFault` when the Region has none such.
 */
export function findKmsKey(place: Place, name: string): string {
  const prefix = `arn:aws:kms:${place.region}:${place.accountId}:`;
  const local = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  for (const alias of Object.keys(KEYS) as (keyof typeof KEYS)[]) {
    if ([alias, KEYS[alias], `key/${KEYS[alias]}`].includes(local)) return kmsKey(place, alias);
  }
  throw modeledError(
    KMSKeyNotAccessibleFault$,
    `The specified KMS key [${name}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
}
