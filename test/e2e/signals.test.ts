import { access } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliProjects, WAITS } from '../support/cli-projects.ts';
import { attempt, recorded } from '../support/cli-records.ts';

describe.concurrent('a run that is told to stop', WAITS, () => {
  const projects = new CliProjects(2);

  beforeAll(() => projects.open());
  afterAll(() => projects.close());

  it.each(['SIGTERM', 'SIGHUP'] as const)('is left by %s, and can be resumed', (signal) =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
      await project.untilRecord(run, recorded('receipt.received', 'restore-point'), process);
      process.kill(signal);
      const left = await process.ended;
      expect(left.stderr).toContain(`next: drill resume ${run}`);
      expect(left.stdout).toContain('status: interrupted');
      expect(left.code).toBe(130);

      const resumed = await project.drill('resume', run);
      expect(resumed.stdout, resumed.stderr).toContain('verdict: met');
      expect(resumed.code).toBe(0);
      await project.expectDoneOnce(run);
    }),
  );

  it('is left soon, even while a call is on its way', () =>
    projects.use(async (project) => {
      const operation = 'rds:ModifyDBInstance';
      await project.addFault({ operation, kind: 'delay', delayMs: 60_000, count: 1 });
      const { run, process } = await project.startRun();
      await project.untilFaultsStruck(process);
      const toldAt = performance.now();
      process.kill('SIGTERM');
      expect(await process.ended).toMatchObject({ code: 130 });
      expect(performance.now() - toldAt).toBeLessThan(15_000);

      const resumed = await project.drill('resume', run);
      expect(resumed.stdout, resumed.stderr).toContain('verdict: met');
      await project.expectDoneOnce(run);
    }));

  it('is aborted by the second Ctrl-C, with clean-up', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
      await project.untilRecord(run, recorded('receipt.received', 'restore-point'), process);
      process.kill('SIGINT');
      await project.until(async () => process.stderr.includes('Ctrl-C again aborts'), process);
      process.kill('SIGINT');
      const { code, stdout } = await process.ended;
      expect(stdout).toContain('status: aborted');
      expect(stdout).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
      expect(code).toBe(4);
      await project.expectNothingLeft(run);
    }));

  it('is left by the third Ctrl-C, and its clean-up goes on at the resume', () =>
    projects.use(async (project) => {
      await project.addFault({ operation: 'rds:DeleteDBInstance', kind: 'throttle' });
      const { run, process } = await project.startRun();
      await project.untilRecord(run, recorded('receipt.received', 'restore-point'), process);
      process.kill('SIGINT');
      await project.until(async () => process.stderr.includes('Ctrl-C again aborts'), process);
      process.kill('SIGINT');
      await project.untilRecord(run, attempt('restore-point', 'undo'), process);
      process.kill('SIGINT');
      const left = await process.ended;
      expect(left.stderr).toContain(`next: drill resume ${run}`);
      expect(left.stdout).toContain('status: interrupted');
      expect(left.code).toBe(130);

      await project.clearFaults();
      const resumed = await project.drill('resume', run);
      expect(resumed.stdout, resumed.stderr).toContain('status: aborted');
      expect(resumed.code).toBe(4);
      await project.expectNothingLeft(run);
    }));

  it('goes on when nobody reads what it says', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun('restore-rds', '--output', 'json');
      process.hangUp('stdout');
      process.hangUp('stderr');
      expect(await process.ended).toMatchObject({ code: 0 });
      await project.expectDoneOnce(run);
      await access(project.file('reports', run, 'report.html'));
    }));
});
