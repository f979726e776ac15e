import { invalidToken } from './cloudwatch-error.ts';

/**
 * The part of a list that begins behind a token, and the token of the rest.
 * @param keyOf names an item for good; the list is sorted by it, so a page stays right when items come and go.
 * @throws ServiceError `InvalidNextToken`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { size, token }: { readonly size: number; readonly token: string | undefined },
): { readonly items: readonly Item[]; readonly next: string | undefined } {
  const behind = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  if (token !== undefined && Buffer.from(behind).toString('base64url') !== token) {
    throw invalidToken();
  }
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => key > behind)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const isLast = !last || page.length === rest.length;
  return {
    items: page.map(({ item }) => item),
    next: isLast ? undefined : Buffer.from(last.key).toString('base64url'),
  };
}
