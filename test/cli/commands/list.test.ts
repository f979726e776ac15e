import { expect, it } from 'vitest';
import { list } from '../../../src/cli/commands/list.ts';
import { fakeIo } from '../../support/fake-io.ts';

it('names what each drill is under it, and fits into 80 columns with all that is shipped', async () => {
  const { io, out } = fakeIo(process.cwd());
  expect(await list(io, { output: 'text' })).toBe(0);
  expect(Math.max(...out.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(out.slice(0, 3)).toEqual([
    'drill                        RTO     RPO    runs in',
    'failover-az                  15 min  5.0 s  sandbox',
    '    Fail orders-prod over to its standby in another Availability Zone',
  ]);
});
