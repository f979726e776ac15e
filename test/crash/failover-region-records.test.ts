import { afterAll, describe, it } from 'vitest';
import { Deaths, everyFewRecords, once } from '../support/failover-deaths.ts';

const deaths = new Deaths('failover-region');
afterAll(() => deaths.close());

describe('failover-region in production, its process dying', () => {
  it('after every twentieth record, over and over, from each second of the first twenty on, brings production home', async () => {
    for (let first = 1; first <= 20; first += 2) {
      await deaths.survive(`from record ${first} on`, everyFewRecords(first, 20));
    }
  }, 300_000);

  it('after any 25th record brings production home', async () => {
    const { length } = (await deaths.survive('without a death')).run.journal;
    for (let records = 25; records < length; records += 25) {
      await deaths.survive(`after record ${records}`, once({ afterRecord: records }));
    }
  }, 300_000);
});
