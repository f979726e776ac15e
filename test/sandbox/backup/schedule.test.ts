import { expect, test } from 'vitest';
import { parseSchedule } from '../../../src/sandbox/backup/schedule.ts';

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);

test.each([
  ['cron(0/10 * ? * * *)', '00:59:59', '01:00:00', true],
  ['cron(0/10 * ? * * *)', '01:00:00', '01:09:59', false],
  ['cron(0/10 * ? * * *)', '01:00:00', '01:10:00', true],
  ['cron(30 5 ? * * *)', '05:29:00', '05:30:20', true],
  ['cron(30 5 ? * * *)', '05:30:00', '23:59:00', false],
  ['cron(0 9-17 ? * MON-FRI *)', '16:59:00', '17:00:00', true],
  // A Tuesday.
  ['cron(0 1 ? * TUE *)', '00:59:00', '01:00:00', true],
  ['cron(0 1 ? * WED,THU *)', '00:59:00', '01:00:00', false],
  ['cron(0 1 24 11 ? 2026)', '00:59:00', '01:00:00', true],
  ['cron(0 1 24 DEC ? *)', '00:59:00', '01:00:00', false],
])('%s after %s is due by %s: %s', (expression, after, until, expected) => {
  expect(parseSchedule(expression).isDue(at(after), at(until))).toBe(expected);
});

test.each([
  'rate(1 day)',
  'cron(0 5 * * *)',
  'cron(61 * ? * * *)',
  'cron(0 5 L * ? *)',
  'cron(0 5 ? * MON#1 *)',
  'cron(5-1 * ? * * *)',
  'cron(0/0 * ? * * *)',
])('%s is refused rather than misread', (expression) => {
  expect(() => parseSchedule(expression)).toThrow(`Invalid cron expression: ${expression}`);
});
