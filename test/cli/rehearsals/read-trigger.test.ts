import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../../src/cli/rehearsals/read-trigger.ts';
import { failureFrom } from '../../support/activity-context.ts';

describe('why a run is started', () => {
  it('is nothing special where the command line does not say', () => {
    expect(readTrigger({})).toBeUndefined();
  });

  it('is a moment of the schedule, in UTC whatever zone it was given in', () => {
    expect(readTrigger({ trigger: 'schedule', occurrence: '2027-01-04T10:00:00+09:00' })).toEqual({
      kind: 'schedule',
      occurrence: '2027-01-04T01:00:00.000Z',
    });
  });

  it('is a change or an approval, and which', () => {
    expect(readTrigger({ trigger: 'change', reference: ' PLAT-123 ' })).toEqual({
      kind: 'change',
      reference: 'PLAT-123',
    });
  });

  it.each([
    [{ trigger: 'schedule' } as const],
    [{ trigger: 'schedule', occurrence: 'next week' } as const],
    [{ trigger: 'approval', reference: ' ' } as const],
    [{ reference: 'PLAT-123' }],
    [{ occurrence: '2027-01-04T01:00:00Z' }],
  ])('is refused where half of it is missing: %j', async (options) => {
    const failure = await failureFrom(Promise.resolve().then(() => readTrigger(options)));
    expect(failure).toMatchObject({ code: 'TRIGGER_INCOMPLETE', class: 'input' });
    expect(failure.message).toContain('--');
  });
});
