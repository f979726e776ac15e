import { invalidToken, outOfRange } from './sfn-error.ts';

const MOST = 1000;
const DEFAULT = 100;

interface Paging {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * The part of a list that begins behind a token, and the token of the rest.
 * @param keyOf names an item for good; a page begins behind the item that the token names.
 * @throws ServiceError `InvalidToken`, `ValidationException`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { maxResults, nextToken }: Paging,
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const size = maxResults || DEFAULT;
  if (size < 0 || size > MOST) throw outOfRange('maxResults', MOST);
  let start = 0;
  if (nextToken !== undefined) {
    const key = Buffer.from(nextToken, 'base64url').toString();
    start = items.findIndex((item) => keyOf(item) === key) + 1;
    if (start === 0) throw invalidToken();
  }
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const isLast = last === undefined || start + page.length === items.length;
  return {
    items: page,
    nextToken: isLast ? undefined : Buffer.from(keyOf(last)).toString('base64url'),
  };
}
