import { invalidInput } from './organizations-error.ts';

const MOST = 20;

/**
 * The part of a list that begins behind a token, and the token of the rest.
 * @throws ServiceError `InvalidInputException`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  {
    MaxResults = MOST,
    NextToken,
  }: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { readonly items: Item[]; readonly NextToken: string | undefined } {
  if (MaxResults < 1 || MaxResults > MOST) {
    const reason = MaxResults < 1 ? 'MIN_VALUE_EXCEEDED' : 'MAX_VALUE_EXCEEDED';
    throw invalidInput(`MaxResults must be from 1 to ${MOST}.`, reason);
  }
  const start = NextToken === undefined ? 0 : Number(NextToken);
  if (!Number.isInteger(start) || start < 0 || start > items.length) {
    throw invalidInput('You specified an invalid value for NextToken.', 'INVALID_NEXT_TOKEN');
  }
  const end = start + MaxResults;
  return {
    items: items.slice(start, end),
    NextToken: end < items.length ? String(end) : undefined,
  };
}
