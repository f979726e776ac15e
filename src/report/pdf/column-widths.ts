/** What a column asks for, in points. */
export interface ColumnNeed {
  /** Of its widest line. */
  readonly natural: number;
  /** Of the longest part that should not be torn. */
  readonly least: number;
  /** Takes a share of what is left over. */
  readonly grows: boolean;
}

/**
 * Widths that fill a line exactly. Where all lines fit, each column has what it asks for and the growing ones share the rest.
 * Else the widest columns give way first, all to one width, so that as few columns as possible break their lines.
 */
export function columnWidths(needs: readonly ColumnNeed[], width: number): number[] {
  const natural = sum(needs.map((need) => need.natural));
  if (natural <= width) return shareRest(needs, width - natural);
  const least = sum(needs.map((need) => need.least));
  if (least >= width) return needs.map((need) => (width * need.least) / least);
  const widest = commonWidth(needs, width);
  return needs.map((need) => capped(need, widest));
}

function shareRest(needs: readonly ColumnNeed[], rest: number): number[] {
  const growing = sum(needs.filter((need) => need.grows).map((need) => need.natural));
  if (growing === 0) return needs.map((need) => need.natural + rest / needs.length);
  return needs.map(({ natural, grows }) => natural + (grows ? (rest * natural) / growing : 0));
}

function capped({ natural, least }: ColumnNeed, widest: number): number {
  return Math.max(least, Math.min(natural, widest));
}

/** The width at which the columns that are wider together fill the line. */
function commonWidth(needs: readonly ColumnNeed[], width: number): number {
  const total = (widest: number) => sum(needs.map((need) => capped(need, widest)));
  // Between two of these the total grows evenly.
  const bends = needs.flatMap(({ natural, least }) => [natural, least]).sort((a, b) => a - b);
  const over = bends.findIndex((bend) => total(bend) > width);
  const low = bends[over - 1] ?? 0;
  const high = bends[over] ?? low;
  return low + ((high - low) * (width - total(low))) / (total(high) - total(low));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
