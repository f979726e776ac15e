import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localTime, momentOf, offsetMs } from '../../src/calendar/local-time.ts';

test.each([
  ['2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z', 'never'],
  ['2027-10-31T02:30', 'Europe/Berlin', '2027-10-31T00:30:00.000Z', 'twice'],
  ['2027-10-31T03:00', 'Europe/Berlin', '2027-10-31T02:00:00.000Z', 'once'],
  ['2027-03-14T02:00', 'America/New_York', '2027-03-14T07:00:00.000Z', 'never'],
  ['2027-04-04T01:45', 'Australia/Lord_Howe', '2027-04-03T14:45:00.000Z', 'twice'],
  ['2027-10-03T02:10', 'Australia/Lord_Howe', '2027-10-02T15:40:00.000Z', 'never'],
  // Samoa had no 30 December in 2011.
  ['2011-12-30T10:00', 'Pacific/Apia', '2011-12-30T20:00:00.000Z', 'never'],
  ['2027-07-01T10:00', 'Asia/Tokyo', '2027-07-01T01:00:00.000Z', 'once'],
] as const)('%s in %s is %s, shown %s', (local, zone, at, shown) => {
  const moment = momentOf(local, zone);
  expect(new Date(moment.ms).toISOString()).toBe(at);
  expect(moment.shown).toBe(shown);
});

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const minutes = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 })
  .map((minute) => minute * 60_000);

test('what clocks show at a moment leads back to it, or to the same reading an hour or so before', () => {
  fc.assert(
    fc.property(zones, minutes, (zone, ms) => {
      const local = localTime(ms, zone);
      const moment = momentOf(local, zone);
      expect(moment.local).toBe(local);
      if (moment.ms === ms) return;
      expect(moment).toMatchObject({ shown: 'twice', ms: expect.any(Number) });
      expect(moment.ms).toBe(ms - (offsetMs(zone, moment.ms) - offsetMs(zone, ms)));
    }),
    { numRuns: 2000 },
  );
});
