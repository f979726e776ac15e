import { expect, test } from 'vitest';
import { nearest } from '../../src/drill-file/did-you-mean.ts';

test.each([
  ['runbok', 'runbook'],
  ['rotation', undefined],
  ['rot', 'rto'],
  ['rp', 'rpo'],
  ['row_count', 'row-count'],
  ['RowCount', 'row-count'],
  ['exepct', 'expect'],
  ['', undefined],
  ['xyz', undefined],
])('of %j, %j was meant', (typed, meant) => {
  const known = ['runbook', 'rto', 'rpo', 'row-count', 'expect'];
  expect(nearest(typed, known)).toBe(meant);
});
