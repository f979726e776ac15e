import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { due } from '../../../src/cli/commands/due.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { ScheduleProject } from '../../support/schedule-project.ts';

const MONDAYS = `every: week
on: Monday
at: "10:00"
zone: UTC
since: 2027-01-01
`;

/** A project whose notices end up, one a line, in a file. */
class NotifiedProject extends ScheduleProject {
  readonly #sink = this.file('notices');
  readonly #program = this.file('program');

  constructor() {
    super();
    this.write('restore', MONDAYS);
    const append = `require("fs").appendFileSync(process.argv[1], require("fs").readFileSync(0, "utf8") + "\\n")`;
    symlinkSync(process.execPath, this.#program);
    const run = JSON.stringify([this.#program, '-e', append, this.#sink]);
    writeFileSync(
      this.file('drills', 'notifications.yaml'),
      `channels:\n  - name: file\n    command: { run: ${run} }\n`,
    );
  }

  breakChannel(): void {
    renameSync(this.#program, `${this.#program}.away`);
  }

  mendChannel(): void {
    renameSync(`${this.#program}.away`, this.#program);
  }

  get notices(): { readonly event: string; readonly title: string; readonly lines: string[] }[] {
    if (!existsSync(this.#sink)) return [];
    const lines = readFileSync(this.#sink, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }
}

async function look(
  project: ScheduleProject,
  now: string,
  env?: string,
): Promise<readonly string[]> {
  const { io, err } = fakeIo(project.root);
  const clock = { ...systemClock, now: () => Date.parse(now) };
  const options = { offline: true, notify: true, output: 'json', ...(env && { env }) } as const;
  await due(io, undefined, options, clock);
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

  test('of one environment keeps back none of another', async () => {
    const project = new NotifiedProject();
    writeFileSync(
      project.file('drills', 'environments.yaml'),
      ['sandbox', 'staging']
        .map(
          (name) =>
            `${name}:\n  kind: sandbox\n  region: ap-northeast-1\n  account: "000000000000"\n`,
        )
        .join(''),
    );
    await look(project, '2027-01-07T10:00:00.000Z', 'staging');
    await look(project, '2027-01-07T10:00:30.000Z');
    await look(project, '2027-01-07T10:01:00.000Z', 'staging');
    expect(project.notices.map(({ lines }) => lines[0]?.split(' on ')[0])).toEqual([
      'Wanted in staging',
      'Wanted in sandbox',
    ]);
  });

  test('of a clock that was ahead keeps back none of the true time', async () => {
    const project = new NotifiedProject();
    await look(project, '2028-01-07T10:00:00.000Z');
    await look(project, '2027-01-07T10:00:00.000Z');
    expect(project.notices).toHaveLength(2);
  });

  test('that nobody took is sent again, hourly and not for ever', async () => {
    const project = new NotifiedProject();
    project.breakChannel();
    const first = Date.parse('2027-01-07T10:00:00.000Z');
    const minutesLater = async (minutes: number) =>
      await look(project, new Date(first + minutes * 60_000).toISOString());
    expect(await minutesLater(0)).toEqual([expect.stringContaining('was not delivered')]);
    expect(await minutesLater(59)).toEqual([]);
    expect(await minutesLater(60)).toEqual([expect.stringContaining('was not delivered')]);
    project.mendChannel();
    await minutesLater(120);
    await minutesLater(180);
    expect(project.notices).toHaveLength(1);
    project.breakChannel();
    // The next Monday's.
    const tries = [];
    for (let hours = 0; hours < 30; hours += 1)
      tries.push(await minutesLater((7 * 24 + hours) * 60));
    expect(tries.filter((lines) => lines.length > 0)).toHaveLength(24);
  });
});
