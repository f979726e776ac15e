import { afterAll, describe, it } from 'vitest';
import { Deaths, everyFewRecords, once } from '../support/failover-deaths.ts';

const deaths = new Deaths('failover-region-rehearsal');
afterAll(() => deaths.close());

describe('a rehearsal of failover-region, its process dying', () => {
  // A new process sets the replica's password anew, which alone takes a dozen records.
  it('after every 24th record, over and over, from any third of the first 24 on, leaves nothing', async () => {
    for (let first = 1; first <= 24; first += 3) {
      await deaths.survive(`from record ${first} on`, everyFewRecords(first, 24));
    }
  }, 240_000);

  it('after any fifth record leaves nothing', async () => {
    const { length } = (await deaths.survive('without a death')).run.journal;
    for (let records = 5; records < length; records += 5) {
      await deaths.survive(`after record ${records}`, once({ afterRecord: records }));
    }
  }, 240_000);

  it('after the effect of any call, or before any second one, has each effect once', async () => {
    const { calls } = await deaths.survive('without a death');
    const changes = calls.filter(({ mutating }) => mutating).length;
    for (let change = 1; change <= changes; change += 1) {
      await deaths.survive(`after change ${change}`, once({ afterChange: change }));
    }
    for (let nth = 1; nth <= calls.length; nth += 2) {
      await deaths.survive(`before call ${nth}`, once({ atCall: { nth, when: 'before' } }));
    }
  }, 240_000);
});
