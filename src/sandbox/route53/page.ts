import { invalidInput } from './route53-error.ts';

/**
 * The part of a sorted list that the caller asked for, and the first item of the rest.
 * @param isAtOrAfterStart whether an item stands at or after the place from which the caller reads
 * @throws ServiceError `InvalidInput`.
 */
export function pageFrom<Item>(
  sorted: readonly Item[],
  isAtOrAfterStart: (item: Item) => boolean,
  wanted: number | undefined,
  most: number,
): { readonly items: readonly Item[]; readonly next: Item | undefined; readonly size: number } {
  const asked = wanted ?? most;
  if (!Number.isInteger(asked) || asked < 1) {
    throw invalidInput(`Invalid request: MaxItems must be a positive number, not ${asked}`);
  }
  const size = Math.min(asked, most);
  const rest = sorted.filter(isAtOrAfterStart);
  return { items: rest.slice(0, size), next: rest[size], size };
}
