import { afterAll, describe, expect, it } from 'vitest';
import { Deaths, once } from '../support/failover-deaths.ts';

const deaths = new Deaths('failover-region');
afterAll(() => deaths.close());

describe('failover-region in production, its process dying', () => {
  it('after the effect of any call has each effect once', async () => {
    const { calls } = await deaths.survive('without a death');
    const changes = calls.filter(({ mutating }) => mutating);
    for (const [index, { operation }] of changes.entries()) {
      const where = `after change ${index + 1}, ${operation}`;
      const { run } = await deaths.survive(where, once({ afterChange: index + 1 }));
      expect(run.types(), where).toContain('run.resumed');
    }
  }, 300_000);

  it('before any seventh call has each effect once', async () => {
    const { calls } = (await deaths.survive('without a death')).run;
    for (let nth = 7; nth <= calls; nth += 7) {
      await deaths.survive(`before call ${nth}`, once({ atCall: { nth, when: 'before' } }));
    }
  }, 300_000);
});
