import { access } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { cliProject, QUICK } from '../support/cli-project.ts';
import { attempt, recorded } from '../support/cli-records.ts';

const restoreAccepted = recorded('receipt.received', 'restore-point');

const project = cliProject();

beforeAll(() => project.writeQuickDrill());

/** Goes on with a run to the same end that it would have had. */
async function resumeToTheEnd(run: string): Promise<void> {
  const { code, stdout, stderr } = await project.drill('resume', run);
  expect(stdout, stderr).toContain('verdict: met');
  expect(code).toBe(0);
  await project.expectDoneOnce(run);
}

interface Death {
  readonly when: string;
  /** The process is killed as soon as this record stands in its journal. */
  readonly at: (record: JournalRecord) => boolean;
  /** This call is still on its way then, and takes effect when its caller is dead. */
  readonly late?: string;
}

const DEATHS: readonly Death[] = [
  { when: 'when the loss is injected', at: attempt('inject', 'start') },
  {
    when: 'when the restore is asked for',
    at: attempt('restore-point', 'start'),
    late: 'rds:RestoreDBInstanceToPointInTime',
  },
  { when: 'while the data are verified', at: attempt('verify', 'poll') },
  {
    when: 'when the removal is asked for',
    at: attempt('restore-point', 'undo'),
    late: 'rds:DeleteDBInstance',
  },
];

describe('a run whose process is killed', () => {
  it.each(DEATHS)('$when goes on to the same end', async ({ at, late }) => {
    if (late) {
      await project.sandbox.addFault({ operation: late, kind: 'delay', delayMs: 700, count: 1 });
    }
    const started = await project.startRun(QUICK);
    await project.killAt(started, at);
    await resumeToTheEnd(started.run);
  });
});

describe('a run that is told to stop', () => {
  it('is left when its terminal goes away, and can be resumed', async () => {
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, restoreAccepted, process);
    process.kill('SIGHUP');
    const left = await process.ended;
    expect(left.stderr).toContain(`next: drill resume ${run}`);
    expect(left.stdout).toContain('status: interrupted');
    expect(left.code).toBe(130);
    await resumeToTheEnd(run);
  });

  it('is left soon, even while a call is on its way', async () => {
    const operation = 'rds:ModifyDBInstance';
    await project.sandbox.addFault({ operation, kind: 'delay', delayMs: 60_000, count: 1 });
    const { run, process } = await project.startRun(QUICK);
    await project.untilFaultsStruck(process);
    const toldAt = performance.now();
    process.kill('SIGTERM');
    expect(await process.ended).toMatchObject({ code: 130 });
    expect(performance.now() - toldAt).toBeLessThan(15_000);
    await resumeToTheEnd(run);
  });

  it('is aborted by the second Ctrl-C, with clean-up', async () => {
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, restoreAccepted, process);
    process.kill('SIGINT');
    await project.until(async () => process.stderr.includes('Ctrl-C again aborts'), process);
    process.kill('SIGINT');
    const { code, stdout } = await process.ended;
    expect(stdout).toContain('status: aborted');
    expect(stdout).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
    expect(code).toBe(4);
    await project.expectNothingLeft(run);
  });

  it('is left by the third Ctrl-C, and its clean-up goes on at the resume', async () => {
    await project.sandbox.addFault({ operation: 'rds:DeleteDBInstance', kind: 'throttle' });
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, restoreAccepted, process);
    process.kill('SIGINT');
    await project.until(async () => process.stderr.includes('Ctrl-C again aborts'), process);
    process.kill('SIGINT');
    await project.untilRecord(run, attempt('restore-point', 'undo'), process);
    process.kill('SIGINT');
    const left = await process.ended;
    expect(left.stderr).toContain(`next: drill resume ${run}`);
    expect(left.stdout).toContain('status: interrupted');
    expect(left.code).toBe(130);

    await project.sandbox.clearFaults();
    const resumed = await project.drill('resume', run);
    expect(resumed.stdout, resumed.stderr).toContain('status: aborted');
    expect(resumed.code).toBe(4);
    await project.expectNothingLeft(run);
  });

  it('goes on when nobody reads what it says', async () => {
    const { run, process } = await project.startRun(QUICK, '--output', 'json');
    process.hangUp('stdout');
    process.hangUp('stderr');
    expect(await process.ended).toMatchObject({ code: 0 });
    await project.expectDoneOnce(run);
    await access(project.file('reports', run, 'report.html'));
  });
});

describe('a run, seen from another terminal', () => {
  it('is aborted by the process that drives it, with clean-up', async () => {
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, restoreAccepted, process);
    const asked = await project.drill('abort', run, '--reason', 'wrong day');
    expect(asked.stdout).toContain(`${run} is being aborted`);
    expect(asked.code).toBe(0);
    const { code, stdout } = await process.ended;
    expect(stdout).toContain('status: aborted');
    expect(stdout).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
    expect(code).toBe(4);
    await project.expectNothingLeft(run);
    const commanded = (await project.records(run)).find(recorded('operator.commanded'));
    expect(commanded?.data).toMatchObject({ command: { reason: 'wrong day' }, accepted: true });
  });

  it('is aborted where no process drives it any more', async () => {
    const started = await project.startRun(QUICK);
    await project.killAt(started, attempt('unlock', 'start'));
    const { code, stdout } = await project.drill('abort', started.run);
    expect(stdout).toContain('status: aborted');
    expect(stdout).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
    expect(code).toBe(4);
    await project.expectNothingLeft(started.run);
  });

  it('is watched to its end, and driven by one process only', async () => {
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, recorded('milestone.reached'), process);
    const watching = project.spawn(['watch', run]);
    const second = await project.drill('resume', run);
    expect(second.stderr).toContain('RUN_LOCKED');
    expect(second.stderr).toContain(`next: drill watch ${run}`);
    expect(second.code).toBe(2);
    expect((await project.drill('clean', run)).stderr).toContain('RUN_LOCKED');

    expect(await process.ended).toMatchObject({ code: 0 });
    const watched = await watching.ended;
    expect(watched.stderr).toContain('Run opened in the sandbox');
    expect(watched.stderr).toContain('Run completed: objectives met');
    expect(watched.stdout).toBe((await process.ended).stdout);
    expect(watched.code).toBe(0);
    await project.expectDoneOnce(run);
    expect((await project.records(run)).some(recorded('run.resumed'))).toBe(false);
  });

  it('cannot be resumed or aborted when it has ended', async () => {
    const { run } = await project.run(QUICK, '--set', 'parameters.source=nope');
    const before = await project.records(run);
    for (const command of ['resume', 'abort']) {
      const { code, stderr } = await project.drill(command, run);
      expect(stderr).toContain('RUN_FINISHED');
      expect(stderr).toContain(`next: drill report ${run}`);
      expect(code).toBe(2);
    }
    expect(await project.records(run)).toEqual(before);
  });
});
