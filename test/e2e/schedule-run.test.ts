import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readLedger } from '../../src/journal/read-ledger.ts';
import { isRunLocked } from '../../src/journal/run-lock.ts';
import { type CliProject, cliProject, QUICK } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';

const restoreAccepted = recorded('receipt.received', 'restore-point');

const project = cliProject();

beforeAll(async () => {
  await project.writeQuickDrill();
  // Others may be due on the day on which this is run.
  for (const name of await readdir(project.file('drills'))) {
    if (name !== `${QUICK}.yaml`) await rm(project.file('drills', name));
  }
});

beforeEach(async () => {
  await rm(project.file('reports'), { recursive: true, force: true });
  await scheduleForNow(project);
});

/** Gives the drill one moment in the year, which is just over. */
async function scheduleForNow(project: CliProject): Promise<void> {
  const path = project.file('drills', `${QUICK}.yaml`);
  const now = new Date();
  const [day, month] = [now.getUTCDate(), now.getUTCMonth() + 1];
  const cron = `${now.getUTCMinutes()} ${now.getUTCHours()} ${day} ${month} *`;
  const plain = (await readFile(path, 'utf8')).replace(/^schedule:\n(?: .*\n)+/m, '');
  await writeFile(path, `${plain}schedule:\n  cron: ${cron}\n  zone: UTC\n`);
}

/** The one run that there is, as soon as there is one. */
async function onlyRun(): Promise<{ readonly run: string; readonly occurrence: string }> {
  const [summary, ...others] = await project.until(async () => {
    const { runs } = readLedger(project.file('reports'));
    return runs.length > 0 && runs;
  });
  expect(others).toEqual([]);
  const { run, opened } = summary ?? {};
  if (run === undefined || opened?.trigger?.kind !== 'schedule') {
    throw new Error('the run does not know that its schedule has started it');
  }
  return { run, occurrence: opened.trigger.occurrence };
}

/** Kills the process that drives the run, whoever has started it. */
async function killDriver(run: string): Promise<void> {
  const drivers = (await project.records(run)).flatMap(({ type, data }) =>
    type === 'run.opened' || type === 'run.resumed' ? [data.process.pid] : [],
  );
  process.kill(drivers.at(-1) ?? Number.NaN, 'SIGKILL');
  await project.until(async () => !(await isRunLocked(project.file('reports', run))));
}

describe('drill schedule run', () => {
  it('gives a moment one run, by however many it is looked at and however often', async () => {
    const lookers = [1, 2, 3].map(() => project.spawn(['schedule', 'run', '--once']));
    const ends = await Promise.all(lookers.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    const refused = ends.filter(({ stderr }) => stderr.includes('already looked after by process'));
    expect(refused).toHaveLength(2);
    const { run, occurrence } = await onlyRun();
    await project.expectDoneOnce(run);

    expect(await project.drill('schedule', 'run', '--once')).toMatchObject({ code: 0, stdout: '' });
    const again = await project.drill(
      ...['run', QUICK, '--trigger', 'schedule', '--occurrence', occurrence],
    );
    expect(again.code).toBe(2);
    expect(again.stderr).toContain(`has a run for ${occurrence} already: ${run}`);
    await onlyRun();
  });

  it('leaves its run when it is stopped, and goes on with it after kill -9 of everything', async () => {
    const first = project.spawn(['schedule', 'run']);
    const { run } = await onlyRun();
    await project.untilRecord(run, restoreAccepted, first);
    first.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
    expect((await project.records(run)).some(recorded('run.finished'))).toBe(false);

    // It cannot come to its end meanwhile.
    await project.sandbox.addFault({ operation: 'rds:DeleteDBInstance', kind: 'throttle' });
    const second = project.spawn(['schedule', 'run']);
    await project.untilRecord(run, recorded('run.resumed'), second);
    second.kill('SIGKILL');
    // The run outlives who has started it, and nobody starts another beside it.
    const look = await project.drill('schedule', 'run', '--once');
    expect(look.stderr).toContain(`waits for ${run}, which another process drives`);
    expect(look.code).toBe(0);
    await killDriver(run);
    await project.sandbox.clearFaults();

    const third = project.spawn(['schedule', 'run']);
    await project.untilRecord(run, recorded('run.finished'), third);
    await project.until(async () => third.stderr.includes('drill resume ended with 0'), third);
    third.kill('SIGTERM');
    expect(await third.ended).toMatchObject({ code: 0 });
    await onlyRun();
    await project.expectDoneOnce(run);
  });
});
