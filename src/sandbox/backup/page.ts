import { invalidValue } from './backup-error.ts';

interface Paging {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

const LARGEST_PAGE = 1000;

/**
 * The part of a list that the caller asked for, and the token of the rest.
 * @param keyOf names an item for good: the token is the key of the last item given out, so a page stays right when
 *   others come and go. An item that went while it was the last one makes its token invalid.
 * @throws ServiceError `InvalidParameterValueException`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { MaxResults = LARGEST_PAGE, NextToken }: Paging,
): { readonly items: readonly Item[]; readonly NextToken: string | undefined } {
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > LARGEST_PAGE) {
    throw invalidValue(`MaxResults must be between 1 and ${LARGEST_PAGE}, not ${MaxResults}.`);
  }
  const after = NextToken && Buffer.from(NextToken, 'base64url').toString();
  const last = after === undefined ? -1 : items.findIndex((item) => keyOf(item) === after);
  if (after !== undefined && last < 0) throw invalidValue('The NextToken is not valid.');
  const page = items.slice(last + 1, last + 1 + MaxResults);
  const end = page.at(-1);
  return {
    items: page,
    NextToken:
      end && last + 1 + page.length < items.length
        ? Buffer.from(keyOf(end)).toString('base64url')
        : undefined,
  };
}
