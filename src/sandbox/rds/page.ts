import { invalidValue } from './rds-error.ts';

interface Paging {
  readonly MaxRecords?: number | undefined;
  readonly Marker?: string | undefined;
}

/**
 * The part of a list that the caller asked for, and the marker of the rest.
 * @param keyOf names an item for good; the list is sorted by it, so a page stays right when items come and go.
 * @throws ServiceError `InvalidParameterValue`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { MaxRecords = 100, Marker }: Paging,
): { readonly items: readonly Item[]; readonly Marker: string | undefined } {
  if (!Number.isInteger(MaxRecords) || MaxRecords < 20 || MaxRecords > 100) {
    throw invalidValue(`Invalid value ${MaxRecords} for MaxRecords. Must be between 20 and 100`);
  }
  const after = Marker ? Buffer.from(Marker, 'base64url').toString() : '';
  if (Marker && Buffer.from(after).toString('base64url') !== Marker) {
    throw invalidValue('The parameter Marker is not valid.');
  }
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = rest.slice(0, MaxRecords);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    Marker:
      last && rest.length > page.length ? Buffer.from(last.key).toString('base64url') : undefined,
  };
}
