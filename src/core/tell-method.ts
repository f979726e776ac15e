/** How an objective was measured, or why it was not; the data of `Measure.method`. */
export type Method =
  /** The time from T0 to this milestone. */
  | { readonly code: 'until'; readonly milestone: 'T5' | 'T6' }
  /** T0 − the newest row that a check has found. */
  | { readonly code: 'newest-row'; readonly check: string }
  /** Acknowledged writes were looked for; with none lost nothing is, else it counts from the first lost one. */
  | { readonly code: 'writes'; readonly acknowledged: number; readonly lost: number }
  /** Both; the larger counts. */
  | {
      readonly code: 'row-and-writes';
      readonly check: string;
      readonly acknowledged: number;
      readonly lost: number;
    }
  | { readonly code: 'not-measured'; readonly why?: 'lost-since-unknown' | 'only-bounds' }
  | { readonly code: 'tabletop' }
  | { readonly code: 'no-data' };

/** In English, as it stands in the journal. */
export function tellMethod(method: Method): string {
  switch (method.code) {
    case 'until':
      return `${method.milestone} − T0`;
    case 'newest-row':
      return `T0 − newest row found by check ${method.check}`;
    case 'writes':
      return tellWrites(method);
    case 'row-and-writes': {
      const row = tellMethod({ code: 'newest-row', check: method.check });
      const writes = tellWrites(method);
      return method.lost === 0 ? `${row}; ${writes}` : `the larger of ${row} and ${writes}`;
    }
    case 'not-measured':
      return `not measured${method.why === undefined ? '' : WHY_NOT[method.why]}`;
    case 'tabletop':
      return 'not measured at a table';
    case 'no-data':
      return 'no data is recovered';
  }
}

const WHY_NOT = {
  'lost-since-unknown': '; acknowledged writes are lost, nobody knows since when',
  'only-bounds': '; only bounds from metadata',
};

function tellWrites({ acknowledged, lost }: { acknowledged: number; lost: number }): string {
  if (lost === 0) return `none of ${acknowledged} acknowledged writes lost`;
  return `T0 − ${lost === 1 ? 'the lost acknowledged write' : `first of ${lost} lost acknowledged writes`}`;
}
