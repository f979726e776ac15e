/** What a column asks for, in points. */
export interface ColumnNeed {
  /** Of its widest line. */
  readonly natural: number;
  /** Of the longest part that should not be torn. */
  readonly least: number;
  /** Takes a share of what is left over. */
  readonly grows: boolean;
}

/** A column that would have nearly all that it asks for gets all of it: a line that is hardly too long looks torn. */
const NEARLY = 0.8;

/**
 * Widths that fill a line exactly. Where all lines fit, each column has what it asks for and the growing ones share the rest.
 * Else the wide columns give way first, the widest most, so that as few columns as possible break their lines.
 */
export function columnWidths(needs: readonly ColumnNeed[], width: number): number[] {
  const natural = sum(needs.map((need) => need.natural));
  if (natural <= width) return shareRest(needs, width - natural);
  const least = sum(needs.map((need) => need.least));
  if (least >= width) return needs.map((need) => (width * need.least) / least);
  const factor = commonFactor(needs, width);
  const widths = needs.map((need) => narrowed(need, factor));
  const kept = needs.map((need, index) =>
    (widths[index] ?? 0) >= NEARLY * need.natural ? { ...need, least: need.natural } : need,
  );
  const isMore = kept.some((need, index) => need.least !== needs[index]?.least);
  const isPossible = sum(kept.map((need) => need.least)) < width;
  return isMore && isPossible ? columnWidths(kept, width) : widths;
}

function shareRest(needs: readonly ColumnNeed[], rest: number): number[] {
  const growing = sum(needs.filter((need) => need.grows).map((need) => need.natural));
  if (growing === 0) return needs.map((need) => need.natural + rest / needs.length);
  return needs.map(({ natural, grows }) => natural + (grows ? (rest * natural) / growing : 0));
}

/** With the root, four times as much text gets twice as wide a column. */
function narrowed({ natural, least }: ColumnNeed, factor: number): number {
  return Math.max(least, Math.min(natural, factor * Math.sqrt(natural)));
}

/** The factor with which the columns together fill the line. */
function commonFactor(needs: readonly ColumnNeed[], width: number): number {
  const total = (factor: number) => sum(needs.map((need) => narrowed(need, factor)));
  // Between two of these the total grows evenly.
  const bends = needs
    .flatMap(({ natural, least }) => [Math.sqrt(natural), least / Math.sqrt(natural)])
    .sort((a, b) => a - b);
  const over = bends.findIndex((bend) => total(bend) > width);
  const low = bends[over - 1] ?? 0;
  const high = bends[over] ?? low;
  const rise = total(high) - total(low);
  return rise > 0 ? low + ((high - low) * (width - total(low))) / rise : low;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
