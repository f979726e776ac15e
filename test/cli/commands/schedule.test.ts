import { describe, expect, test } from 'vitest';
import { schedule } from '../../../src/cli/commands/schedule.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { ScheduleProject } from '../../support/schedule-project.ts';

const clock = { now: () => Date.parse('2026-11-30T12:00:00.000Z') };

const QUARTERLY = `every: quarter
on: first business day
at: "10:00"
zone: Asia/Tokyo
calendar: JP
`;

async function told(
  project: ScheduleProject,
  options: { drill?: string; next?: number; until?: string; output?: 'text' | 'json' } = {},
) {
  const { io, out, err } = fakeIo(project.root);
  const { drill, output = 'text', ...rest } = options;
  const code = await schedule(io, drill, { output, ...rest }, clock);
  return { code, out, err };
}

describe('drill schedule', () => {
  test('shows the first business days of the next four quarters, and why', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY);
    const { code, out } = await told(project, { drill: 'restore' });
    expect(code).toBe(0);
    expect(out).toEqual([
      'local time            zone        UTC           drill',
      'Mon 2027-01-04 10:00  Asia/Tokyo  01-04 01:00Z  restore',
      '    first business day of January to March 2027',
      "    no business days: Fri 1 Jan 2027 (New Year's Day)",
      'Thu 2027-04-01 10:00  Asia/Tokyo  04-01 01:00Z  restore',
      '    first business day of April to June 2027',
      'Thu 2027-07-01 10:00  Asia/Tokyo  07-01 01:00Z  restore',
      '    first business day of July to September 2027',
      'Fri 2027-10-01 10:00  Asia/Tokyo  10-01 01:00Z  restore',
      '    first business day of October to December 2027',
    ]);
  });

  test('puts the drills in order of time, and lists those that nothing reminds of', async () => {
    const project = new ScheduleProject()
      .write('later', QUARTERLY)
      .write('sooner', 'cron: 0 9 * * 1\nzone: Europe/Berlin\n')
      .write('someday', '');
    const { out } = await told(project, { next: 1 });
    expect(out).toEqual([
      'local time            zone           UTC           drill',
      'Mon 2026-12-07 09:00  Europe/Berlin  12-07 08:00Z  sooner',
      '    cron 0 9 * * 1',
      'Mon 2027-01-04 10:00  Asia/Tokyo     01-04 01:00Z  later',
      '    first business day of January to March 2027',
      "    no business days: Fri 1 Jan 2027 (New Year's Day)",
      '',
      'Without a schedule: someday.',
    ]);
  });

  test('shows about a year of all drills, but of each the next one', async () => {
    const yearly = QUARTERLY.replace('quarter', 'year').replace('at:', 'starting: November\nat:');
    const rare = yearly.replace('first business day', '15 November').concat('since: 2028-12-01\n');
    const project = new ScheduleProject().write('yearly', yearly).write('rare', rare);
    const { out } = await told(project);
    expect(out.filter((line) => /^\w{3} \d/.test(line))).toEqual([
      expect.stringMatching(/^Mon 2027-11-01 .* yearly$/),
      expect.stringMatching(/^Thu 2029-11-15 .* rare$/),
    ]);
  });

  test('goes up to a day', async () => {
    const project = new ScheduleProject().write('weekly', 'cron: 0 9 * * 1\nzone: UTC\n');
    const { out } = await told(project, { until: '2027-01-31' });
    expect(out.filter((line) => line.startsWith('Mon'))).toHaveLength(8);
    await expect(told(project, { until: '2027-02-30' })).rejects.toMatchObject({
      code: 'UNTIL_INVALID',
    });
  });

  test('says what is left out and why, and not a hundred times', async () => {
    const freeze =
      'blackout:\n  - { dates: 2026-12-01 to 2027-03-31, reason: "Big\\u202e move" }\n';
    const project = new ScheduleProject().write('daily', `cron: 0 9 * * *\nzone: UTC\n${freeze}`);
    const { out } = await told(project, { next: 1 });
    expect(out.filter((line) => line.startsWith('left out'))).toHaveLength(3);
    expect(out.join('\n')).toContain('Big⟨U+202E⟩ move');
    expect(out.at(-2)).toMatch(/^Thu 2027-04-01 09:00/);
  });

  test('answers in JSON', async () => {
    const project = new ScheduleProject().write('restore', QUARTERLY).write('someday', '');
    const { out } = await told(project, { next: 1, output: 'json' });
    expect(JSON.parse(out.join(''))).toMatchObject({
      drills: [{ drill: 'restore', next: [{ at: '2027-01-04T01:00:00.000Z' }], leftOut: [] }],
      unscheduled: ['someday'],
      errors: [],
    });
  });

  test('does not let a drill that is wrong hide the others', async () => {
    const project = new ScheduleProject()
      .write('restore', QUARTERLY)
      .write('wrong', QUARTERLY.replace('JP', 'QQ'));
    const { code, out, err } = await told(project, { next: 1 });
    expect(code).toBe(2);
    expect(out[1]).toContain('restore');
    expect(err.join('\n')).toMatch(/wrong\.yaml:\d+:13 {2}schedule.calendar: There is no holiday/);
  });

  test('says that there is none', async () => {
    const { out } = await told(new ScheduleProject().write('someday', ''));
    expect(out).toEqual(['No drill has a schedule.', 'Without a schedule: someday.']);
  });

  test('fits into 80 columns with all that is shipped, and names who is not named', async () => {
    const { code, out } = await told(new ScheduleProject().copyShipped());
    expect(code).toBe(0);
    expect(out.filter((line) => line.length > 80)).toEqual([]);
    expect(out.join(' ')).toMatch(/Ask people, and name no participants: recover-root-compromised/);
  });
});
