import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { due } from '../../src/cli/commands/due.ts';
import { systemClock } from '../../src/cli/system-clock.ts';
import { fakeIo } from '../support/fake-io.ts';
import { ScheduleProject } from '../support/schedule-project.ts';

const MONDAYS = `every: week
on: Monday
at: "10:00"
zone: UTC
since: 2027-01-01
`;

/** A project whose notices end up, one a line, in a file. */
class NotifiedProject extends ScheduleProject {
  readonly #sink = this.file('notices');

  constructor() {
    super();
    this.write('restore', MONDAYS);
    const append = `require("fs").appendFileSync(process.argv[1], require("fs").readFileSync(0, "utf8") + "\\n")`;
    const run = JSON.stringify([process.execPath, '-e', append, this.#sink]);
    writeFileSync(
      this.file('drills', 'notifications.yaml'),
      `channels:\n  - name: file\n    command: { run: ${run} }\n`,
    );
  }

  get notices(): { readonly event: string; readonly title: string; readonly lines: string[] }[] {
    if (!existsSync(this.#sink)) return [];
    const lines = readFileSync(this.#sink, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }
}

async function look(project: ScheduleProject, now: string): Promise<readonly string[]> {
  const { io, err } = fakeIo(project.root);
  const clock = { ...systemClock, now: () => Date.parse(now) };
  await due(io, undefined, { offline: true, notify: true, output: 'json' }, clock);
  return err;
}

describe('a notice of what is overdue', () => {
  test('says what, since when and what to type', async () => {
    const project = new NotifiedProject();
    expect(await look(project, '2027-01-07T10:00:00.000Z')).toEqual([]);
    expect(project.notices).toMatchObject([
      {
        event: 'overdue',
        drill: 'restore',
        title: expect.stringMatching(/: the rehearsal is overdue$/),
        lines: [
          'Wanted in sandbox on Mon 4 Jan 2027 10:00 UTC, 3 d ago.',
          'It was never rehearsed there.',
          'drill due restore',
        ],
      },
    ]);
  });

  test('is sent once for a moment, whoever looks, and again for the next', async () => {
    const project = new NotifiedProject();
    await look(project, '2027-01-06T09:00:00.000Z');
    expect(project.notices).toHaveLength(0);
    await look(project, '2027-01-07T10:00:00.000Z');
    await look(project, '2027-01-12T10:00:00.000Z');
    expect(project.notices).toHaveLength(1);
    await look(project, '2027-01-13T10:00:01.000Z');
    await look(project, '2027-01-14T10:00:00.000Z');
    expect(project.notices).toHaveLength(2);
    expect(project.notices.at(-1)?.lines[0]).toContain('on Mon 11 Jan 2027');
  });

  test('is sent once more where nobody can read whether it was', async () => {
    const project = new NotifiedProject();
    await look(project, '2027-01-07T10:00:00.000Z');
    writeFileSync(project.file('reports', 'overdue-told.json'), '{ torn');
    await look(project, '2027-01-07T10:00:30.000Z');
    expect(project.notices).toHaveLength(2);
  });

  test('takes no note where nobody is to be told', async () => {
    const project = new NotifiedProject();
    rmSync(project.file('drills', 'notifications.yaml'));
    expect(await look(project, '2027-01-07T10:00:00.000Z')).toEqual([
      'drill: nobody is told: drills/notifications.yaml declares no channels',
    ]);
    expect(existsSync(project.file('reports', 'overdue-told.json'))).toBe(false);
  });
});
