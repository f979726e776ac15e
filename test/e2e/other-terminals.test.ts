import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliProjects, WAITS } from '../support/cli-projects.ts';
import { attempt, recorded } from '../support/cli-records.ts';

const restoreAccepted = recorded('receipt.received', 'restore-point');

describe.concurrent('a run, seen from another terminal', WAITS, () => {
  const projects = new CliProjects(2);

  beforeAll(() => projects.open());
  afterAll(() => projects.close());

  it('is aborted by the process that drives it, with clean-up', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
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
    }));

  it('is aborted where no process drives it any more', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
      await project.untilRecord(run, attempt('unlock', 'start'), process);
      process.kill('SIGKILL');
      await process.ended;
      const { code, stdout } = await project.drill('abort', run);
      expect(stdout).toContain('status: aborted');
      expect(stdout).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
      expect(code).toBe(4);
      await project.expectNothingLeft(run);
    }));

  it('is watched to its end, and driven by one process only', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
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
    }));

  it('cannot be resumed or aborted when it has ended', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun(
        'restore-rds',
        '--set',
        'parameters.source=nope',
      );
      await process.ended;
      const before = await project.records(run);
      for (const command of ['resume', 'abort']) {
        const { code, stderr } = await project.drill(command, run);
        expect(stderr).toContain('RUN_FINISHED');
        expect(stderr).toContain(`next: drill report ${run}`);
        expect(code).toBe(2);
      }
      expect(await project.records(run)).toEqual(before);
    }));
});
