import { invalid } from './iam-error.ts';

const MOST = 1000;
const DEFAULT = 100;

/**
 * The part of a list that begins at a marker, and the marker of the rest.
 * @throws ServiceError `ValidationError`.
 */
export function pageOf<Item>(
  items: readonly Item[],
  { MaxItems = DEFAULT, Marker }: { MaxItems?: number | undefined; Marker?: string | undefined },
): {
  readonly items: readonly Item[];
  readonly IsTruncated: boolean;
  readonly Marker: string | undefined;
} {
  if (MaxItems < 1 || MaxItems > MOST) throw invalid(`MaxItems must be from 1 to ${MOST}.`);
  const start = Marker === undefined ? 0 : Number(Marker);
  if (!Number.isInteger(start) || start < 0 || start > items.length) {
    throw invalid(`The marker ${Marker} is not valid.`);
  }
  const end = start + MaxItems;
  const IsTruncated = end < items.length;
  return {
    items: items.slice(start, end),
    IsTruncated,
    Marker: IsTruncated ? `${end}` : undefined,
  };
}
