import { expect, it } from 'vitest';
import { rtoExceeded } from '../../src/core/rto-exceeded.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';

it('tells the RTO in the units that it is read in, in either language', () => {
  const told = [1000, 14_400_000].map((ms) => rtoExceeded(ms, 'traffic was served').message);
  expect(told).toEqual([
    'The RTO budget of 1.0 s ran out before traffic was served.',
    'The RTO budget of 4 h ran out before traffic was served.',
  ]);
  expect(told.map(JAPANESE.told.text)).toEqual([
    'トラフィックへの応答の前に、RTOの制限時間1.0秒が経過しました。',
    'トラフィックへの応答の前に、RTOの制限時間4時間が経過しました。',
  ]);
});
