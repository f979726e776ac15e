/** How many rows each part of the screen gets; together never more than the terminal has. */
export interface Layout {
  readonly hasSubtitle: boolean;
  /** Rows of the clocks: 1 to 3, one more with what users see, and one more with where the time goes. */
  readonly clockRows: number;
  /** Where the time goes is one of them. */
  readonly hasTime: boolean;
  /** A blank row after the header and after the clocks. */
  readonly hasGaps: boolean;
  readonly bannerRows: number;
  /** What has to be decided. */
  readonly gateRows: number;
  /** Steps and events side by side instead of one above the other. */
  readonly isWide: boolean;
  /** Everything between the clocks and the footer. */
  readonly bodyRows: number;
  /** Without the rule above them. */
  readonly stepRows: number;
  /** Below the steps, on wide terminals. */
  readonly factRows: number;
  /** Without the rule above them; 0: not shown at all. */
  readonly eventRows: number;
  readonly footerRows: number;
}

export interface LayoutWishes {
  readonly columns: number;
  readonly rows: number;
  /** Rows that the whole step list would take. */
  readonly stepRows: number;
  readonly bannerRows: number;
  readonly gateRows: number;
  readonly footerRows: number;
  /** A client's log has been read. */
  readonly hasOutage: boolean;
  /** There is a T0. */
  readonly hasImpact: boolean;
}

const WIDE_FROM = 120;
const SUBTITLE_FROM = 16;
const GAPS_FROM = 22;
const EVENTS_FROM = 15;
const OUTAGE_FROM = 18;
const TIME_FROM = 20;
const FEWEST_EVENTS = 3;

/** Rows that a decision may take: it is what the run waits for, but the clock and the step must stay in sight. */
export function mostGateRows(rows: number): number {
  return Math.max(1, Math.floor(rows * 0.4));
}

/** Shares out the rows of the terminal: the clock and the current step first, what is nice to have last. */
export function layOut(wishes: LayoutWishes): Layout {
  const { columns, rows, stepRows, bannerRows, gateRows, footerRows, hasOutage } = wishes;
  const hasTime = wishes.hasImpact && rows >= TIME_FROM;
  const hasSubtitle = rows >= SUBTITLE_FROM;
  const hasGaps = rows >= GAPS_FROM;
  const figures = hasOutage && rows >= OUTAGE_FROM ? 4 : rows >= 14 ? 3 : rows >= 8 ? 2 : 1;
  const clockRows = figures + (hasTime ? 1 : 0);
  const footer = Math.min(footerRows, Math.max(1, Math.floor(rows / 4)));
  const banner = Math.min(bannerRows, Math.max(1, Math.floor(rows / 4)));
  const gate = Math.min(gateRows, mostGateRows(rows));
  const header = 1 + (hasSubtitle ? 1 : 0) + (hasGaps ? 2 : 0);
  const bodyRows = Math.max(0, rows - header - clockRows - banner - gate - footer);
  const isWide = columns >= WIDE_FROM && rows >= EVENTS_FROM;
  const base = {
    hasSubtitle,
    hasGaps,
    clockRows,
    hasTime,
    bannerRows: banner,
    gateRows: gate,
    footerRows: footer,
    bodyRows,
  };
  if (isWide) {
    const inner = Math.max(0, bodyRows - 1);
    const steps = Math.min(stepRows, inner);
    return { ...base, isWide, stepRows: steps, factRows: inner - steps, eventRows: inner };
  }
  if (rows < EVENTS_FROM) return { ...base, isWide, stepRows: bodyRows, factRows: 0, eventRows: 0 };
  // One row for the rule above the events, and a blank one above it where there is room.
  const forEvents = FEWEST_EVENTS + 1;
  const steps = Math.max(1, Math.min(stepRows + (hasGaps ? 1 : 0), bodyRows - forEvents));
  const eventRows = Math.max(0, bodyRows - steps - 1);
  return { ...base, isWide, stepRows: steps, factRows: 0, eventRows };
}
