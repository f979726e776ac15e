import { invalidValue } from './backup-error.ts';
import type { Tags } from './backup-state.ts';

/** Tags in the form of a list. */
export function awsTags(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags of a request over those that are there. @throws ServiceError `InvalidParameterValueException`. */
export function mergeTags(present: Tags, added: Tags = {}): Tags {
  for (const key of Object.keys(added)) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) || key.startsWith('aws:')) {
      throw invalidValue(`The tag key '${key}' is not valid.`);
    }
  }
  const merged = { ...present, ...added };
  if (Object.keys(merged).length > 50) throw invalidValue('A resource has at most 50 tags.');
  return merged;
}
