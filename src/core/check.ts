import type { Instant, Ms } from './ports.ts';

/** What a number must be. At least one of the bounds is given. */
export interface Expectation {
  readonly equals?: number | string;
  readonly min?: number;
  readonly max?: number;
}

/** A comparison of recovered data with an expected value, declared in the drill before the run. */
export type DataCheck =
  | {
      readonly kind: 'row-count';
      readonly id: string;
      readonly table: string;
      /** Count only rows whose timestamp in this column is not newer than the baseline; needed with `source`. */
      readonly asOf?: string;
      readonly expect: Expectation | 'source';
    }
  | {
      readonly kind: 'checksum';
      readonly id: string;
      readonly table: string;
      readonly columns: readonly string[];
      readonly asOf?: string;
      /** `source`: equal to the source as of the baseline; or a checksum known beforehand. */
      readonly expect: { readonly equals: string } | 'source';
    }
  | {
      readonly kind: 'no-orphans';
      readonly id: string;
      readonly table: string;
      readonly column: string;
      /** `table.column` */
      readonly references: string;
    }
  | {
      readonly kind: 'sql';
      readonly id: string;
      /** One statement that returns one row with one column. */
      readonly sql: string;
      readonly expect: Expectation;
    }
  | {
      /** The newest business timestamp: the measured RPO. */
      readonly kind: 'newest';
      readonly id: string;
      readonly table: string;
      readonly column: string;
      /** Seconds between two rows when nothing is lost (a heartbeat's period): the error of the measured RPO. */
      readonly everyMs: Ms;
    }
  | {
      /** Writes a row into a table of its own in the recovered database and reads it back. */
      readonly kind: 'write-probe';
      readonly id: string;
    };

export type DataCheckKind = DataCheck['kind'];

/** `unproven`: the check could not be carried out or compared. It never counts as passed. */
export type CheckOutcome = 'passed' | 'failed' | 'unproven';

export interface CheckResult {
  readonly id: string;
  readonly kind: DataCheckKind;
  /** One line: what was compared, e.g. `orders: rows placed up to 2026-…, against the source`. */
  readonly title: string;
  readonly expected: string;
  readonly observed: string;
  readonly outcome: CheckOutcome;
  readonly reason?: string;
  readonly startedAt: Instant;
  readonly durationMs: Ms;
  /** Rows read, where that is known. */
  readonly rows?: number;
  /** For `newest`: the instant found, and its error. */
  readonly newest?: { readonly instant: Instant; readonly errorMs: Ms };
}
