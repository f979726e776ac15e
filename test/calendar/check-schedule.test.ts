import { expect, test } from 'vitest';
import { checkSchedule } from '../../src/calendar/check-schedule.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { scheduleWith } from './support.ts';

const NOW = '2026-11-30T12:00:00.000Z';

async function problemsOf(schedule: Schedule) {
  const { problems } = await checkSchedule(schedule, NOW);
  return problems.map(({ path, code, message }) => `${path.join('.')} ${code}: ${message}`);
}

test('a sound schedule comes with the holidays of its calendar', async () => {
  const businessDays = { calendar: 'JP', holidays: ['public'] as const, closed: [] };
  const checked = await checkSchedule(scheduleWith({}, { businessDays }), NOW);
  if (checked.problems.length > 0) throw new Error('it is sound');
  expect('holidays' in checked && checked.holidays(2027).has('2027-01-01')).toBe(true);
});

test.each([
  ['0 10 * *', 'schedule.cron CRON_INVALID: is not a cron pattern: invalid configuration format'],
  [
    '61 10 * * 1',
    'schedule.cron CRON_INVALID: is not a cron pattern: Invalid value for minute: 61.',
  ],
  ['0 0 10 * * 1', "schedule.cron CRON_INVALID: is not a cron pattern: mode '5-part' requires"],
  ['0 10 31 2 *', 'schedule.cron CRON_NEVER: matches no day that there is.'],
])('the pattern %s is refused', async (cron, words) => {
  expect(await problemsOf(scheduleWith({ cron }))).toEqual([expect.stringContaining(words)]);
});

test('all that is wrong is told at once', async () => {
  const businessDays = { calendar: 'XX', holidays: ['public'] as const, closed: [] };
  expect(await problemsOf(scheduleWith({ cron: '61 * * * *' }, { businessDays }))).toHaveLength(2);
});

test('rules that leave no day between them are refused', async () => {
  const schedule = scheduleWith(
    { every: 'month' },
    { businessDays: { holidays: [], closed: [{ from: '01-01', to: '12-31' }] } },
  );
  expect(await problemsOf(schedule)).toEqual([
    'schedule SCHEDULE_NEVER: has no day in the next ten years.',
  ]);
});
