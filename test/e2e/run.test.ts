import { access } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliProject } from '../support/cli-project.ts';

describe('a drill that is run without a terminal', () => {
  let project: CliProject;

  beforeAll(async () => {
    project = await CliProject.open();
    await project.sandboxUp();
  });

  afterAll(() => project.close());

  it('talks on stderr, and gives the result on stdout', async () => {
    const { run, process } = await project.startRun();
    const { code, stdout, stderr } = await process.ended;
    expect(stderr).toMatch(/T\+00:00:0\d {2}restore-point +rds:RestoreDBInstanceToPointInTime accepted/);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.every((line) => /^[a-z-]+: /.test(line))).toBe(true);
    expect(lines[0]).toBe('verdict: met');
    expect(lines).toContain('status: completed');
    expect(lines).toContain(`run: ${run}`);
    expect(lines).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
    expect(code).toBe(0);
    await access(project.file('reports', run, 'report.html'));
    await access(project.file('reports', run, 'report.md'));
    await access(project.file('reports', run, 'report.json'));
    expect(await project.drill('verify', run)).toMatchObject({ code: 0 });
  });
});
