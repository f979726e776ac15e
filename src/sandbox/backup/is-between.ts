/** What has no time yet fits only where none is asked for. */
export function isBetween(
  instant: string | undefined,
  after: Date | undefined,
  before: Date | undefined,
): boolean {
  if (!after && !before) return true;
  const ms = Date.parse(instant ?? '');
  return (!after || ms > after.getTime()) && (!before || ms < before.getTime());
}
