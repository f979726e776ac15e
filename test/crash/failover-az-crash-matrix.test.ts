import { afterAll, describe, it } from 'vitest';
import { Deaths, once } from '../support/failover-deaths.ts';

const deaths = new Deaths('failover-az');
afterAll(() => deaths.close());

describe('failover-az, its process dying', () => {
  it('after any record, is resumed to the same verdict, and has failed over once', async () => {
    const { length } = (await deaths.survive('without a death')).run.journal;
    for (let records = 1; records < length; records += 1) {
      await deaths.survive(`after record ${records}`, once({ afterRecord: records }));
    }
  }, 240_000);

  it('before or after the effect of any AWS call, is resumed to the same verdict', async () => {
    const { calls } = (await deaths.survive('without a death')).run;
    for (let nth = 1; nth <= calls; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        await deaths.survive(`${when} call ${nth}`, once({ atCall: { nth, when } }));
      }
    }
  }, 240_000);
});
