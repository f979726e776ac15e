import type { Call } from '../wire/service.ts';
import { noKey } from './kms-error.ts';
import type { KeyRecord, KmsState } from './kms-state.ts';

export function keyArn({ region, account, id }: KeyRecord): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

/**
 * The key that a caller names: by its id or alias in their own account and Region, or by the ARN of either there.
 * @throws ServiceError `NotFoundException`
 */
export function findKey(state: KmsState, name: string, { caller, region }: Call): KeyRecord {
  const here = `arn:aws:kms:${region}:${caller.account}:`;
  const local = name.startsWith(here) ? name.slice(here.length) : name;
  const found = state.keys.find(
    ({ id, alias, ...key }) =>
      key.account === caller.account &&
      key.region === region &&
      [id, `key/${id}`, alias].includes(local),
  );
  if (found) return found;
  throw noKey(
    name.startsWith('arn:') ? name : `${here}${local.includes('/') ? '' : 'key/'}${local}`,
  );
}
