import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { scheduleIcs } from '../../../src/cli/commands/schedule-ics.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { ScheduleProject } from '../../support/schedule-project.ts';

const clock = { now: () => Date.parse('2026-11-30T12:00:00.000Z') };

const QUARTERLY = `every: quarter
on: first business day
at: "10:00"
zone: Asia/Tokyo
calendar: JP
remind: [7d, 1h]
`;

const PEOPLE = `people:
  participants:
    - { name: "On call; on duty, いつも", roles: [operator], identities: [oncall], email: oncall@shop.example }
    - { name: Chief, roles: [incident-commander], identities: [chief], email: chief@shop.example }
    - { name: Guest, roles: [observer], identities: [guest], email: guest@shop.example }
    - { name: Without address, roles: [approver], identities: [boss] }
`;

async function icsOf(project: ScheduleProject, next?: number): Promise<string> {
  const { io, out } = fakeIo(project.root);
  await scheduleIcs(io, next === undefined ? {} : { next }, clock);
  return out.join('\n');
}

/** The content lines, unfolded; each is checked for its ending and its length on the way. */
function contentLines(ics: string): string[] {
  const physical = ics.split('\r\n');
  expect(physical.filter((line) => line.includes('\n'))).toEqual([]);
  expect(physical.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  return ics.replaceAll('\r\n ', '').split('\r\n');
}

test('each rehearsal is an event in UTC, as long as the RTO, with its reminders', async () => {
  const lines = contentLines(await icsOf(new ScheduleProject().write('restore', QUARTERLY)));
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(4);
  expect(lines).toEqual(
    expect.arrayContaining([
      'UID:restore-2027-01-01@kunren',
      'DTSTAMP:20261130T120000Z',
      'DTSTART:20270104T010000Z',
      'DTEND:20270104T050000Z',
      'SUMMARY:Restore orders-prod after accidental data loss (restore)',
      'TRIGGER:-P7D',
      'TRIGGER:-PT1H',
    ]),
  );
  const description = lines.find((line) => line.startsWith('DESCRIPTION:first'));
  expect(description).toContain("no business days: Fri 1 Jan 2027 (New Year's Day)");
  expect(description).toContain(
    'drill run restore --trigger schedule --occurrence 2027-01-04T01:00:00.000Z',
  );
});

test('who has an address is invited, by whoever commands', async () => {
  const project = new ScheduleProject().write('restore', QUARTERLY, PEOPLE);
  const lines = contentLines(await icsOf(project, 1));
  expect(lines.filter((line) => /^(ORGANIZER|ATTENDEE)/.test(line))).toEqual([
    'ORGANIZER;CN="Chief":mailto:chief@shop.example',
    expect.stringMatching(
      /^ATTENDEE;ROLE=REQ-PARTICIPANT;.*CN="On call; on duty, いつも":MAILTO:on/,
    ),
    expect.stringMatching(/^ATTENDEE;ROLE=REQ-PARTICIPANT;.*CN="Chief"/),
    expect.stringMatching(/^ATTENDEE;ROLE=OPT-PARTICIPANT;.*CN="Guest"/),
  ]);
});

test('a name cannot add anything to the file', async () => {
  const hostile = PEOPLE.replace('Chief', '"Chief\\nBEGIN:VALARM\\"X"');
  const project = new ScheduleProject().write('restore', QUARTERLY, hostile);
  const lines = contentLines(await icsOf(project, 1));
  expect(lines).toContain(`ORGANIZER;CN="Chief BEGIN:VALARM'X":mailto:chief@shop.example`);
  expect(lines.filter((line) => line === 'BEGIN:VALARM')).toHaveLength(2);
});

test('a rehearsal that a blackout moves keeps its UID', async () => {
  const moved = `${QUARTERLY}blackout:\n  - { dates: 2027-01-04, reason: Audit }\n`;
  const lines = contentLines(await icsOf(new ScheduleProject().write('restore', moved), 1));
  expect(lines).toContain('UID:restore-2027-01-01@kunren');
  expect(lines).toContain('DTSTART:20270105T010000Z');
});

test('the same drills at the same time make the same file', async () => {
  const project = () => new ScheduleProject().write('b', QUARTERLY).write('a', QUARTERLY, PEOPLE);
  expect(await icsOf(project())).toBe(await icsOf(project()));
});

test('the file is written where it is wanted', async () => {
  const project = new ScheduleProject().write('restore', QUARTERLY);
  const { io, out, err } = fakeIo(project.root);
  expect(await scheduleIcs(io, { out: 'share/drills.ics' }, clock)).toBe(0);
  expect(readFileSync(project.file('share', 'drills.ics'), 'utf8')).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(out).toEqual([]);
  expect(err).toEqual(['drill: wrote 4 rehearsals to share/drills.ics']);
});

test('a place that cannot be written to is named', async () => {
  const project = new ScheduleProject().write('restore', QUARTERLY);
  const { io } = fakeIo(project.root);
  const writing = scheduleIcs(io, { out: 'drills/restore.yaml/x.ics' }, clock);
  await expect(writing).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
});
