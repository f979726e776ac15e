import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { databaseFiles } from '../../src/sandbox/postgres/database-files.ts';
import type { CliProject } from '../support/cli-project.ts';
import { CliProjects, WAITS } from '../support/cli-projects.ts';
import { attempt, recorded } from '../support/cli-records.ts';

describe.concurrent('a run whose cloud breaks down', WAITS, () => {
  const projects = new CliProjects(2);

  beforeAll(() => projects.open());
  afterAll(() => projects.close());

  /** The process of a database's server, as soon as there is one. */
  async function serverOf(project: CliProject, run: string): Promise<number> {
    const { data } = databaseFiles(project.home, `kunren-${run}`);
    return await project.until(async () => {
      const claim = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
      return Number(claim.split('\n')[0]);
    });
  }

  it('goes on when the restored server crashes under its checks', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
      await project.untilRecord(run, attempt('verify', 'poll'), process);
      globalThis.process.kill(await serverOf(project, run), 'SIGKILL');
      const { code, stdout, stderr } = await process.ended;
      expect(stdout, stderr).toContain('verdict: met');
      expect(code).toBe(0);
      await project.expectDoneOnce(run);
    }));

  it('fails, or goes on, but never hangs when the server crashes while it is restored', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
      await project.untilRecord(run, recorded('receipt.received', 'restore-point'), process);
      globalThis.process.kill(await serverOf(project, run), 'SIGKILL');
      const { code, stdout, stderr } = await process.ended;
      if (code === 0) expect(stdout).toContain('verdict: met');
      else {
        expect(stderr).toContain('RESTORE_FAILED');
        expect(code).toBe(3);
      }
      await project.expectNothingLeft(run);
    }));

  it('goes on when the whole sandbox was gone for a while', () =>
    projects.use(async (project) => {
      const { run, process } = await project.startRun();
      await project.untilRecord(run, recorded('receipt.received', 'restore-point'), process);
      globalThis.process.kill(project.sandbox.pid, 'SIGKILL');
      await project.untilRecord(run, isUnreachable, process);
      await project.sandboxUp();
      const { code, stdout, stderr } = await process.ended;
      expect(stdout, stderr).toContain('verdict: met');
      expect(code).toBe(0);
      await project.expectDoneOnce(run);
    }));
});

function isUnreachable(record: JournalRecord): boolean {
  return record.type === 'attempt.failed' && record.data.failure.code === 'ENDPOINT_UNREACHABLE';
}
