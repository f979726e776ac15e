import type { Filter } from '@aws-sdk/client-rds';
import { invalidValue } from './rds-error.ts';

/**
 * Whether an item passes every filter: each is a name and the values of which one must be the item's.
 * @param known by filter name, the item's values.
 * @throws ServiceError `InvalidParameterValue` for a name that is not known.
 */
export function passesFilters<Item>(
  filters: readonly Filter[] | undefined,
  known: { readonly [name: string]: (item: Item) => readonly (string | undefined)[] },
): (item: Item) => boolean {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const valuesOf = Object.hasOwn(known, Name) ? known[Name] : undefined;
    if (!valuesOf) throw invalidValue(`Unrecognized filter name: ${Name}`);
    return (item: Item) => valuesOf(item).some((value) => value && Values.includes(value));
  });
  return (item) => tests.every((test) => test(item));
}
