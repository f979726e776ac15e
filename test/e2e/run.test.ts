import { access, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { JsonEvent } from '../../src/cli/output/json.ts';
import { cliProject } from '../support/cli-project.ts';

describe('a drill without a terminal', () => {
  const project = cliProject();

  const drills = async () =>
    (await readdir('drills'))
      .filter((file) => file !== 'environments.yaml' && file !== 'attestations.yaml')
      .map((file) => file.replace('.yaml', ''))
      .sort();

  it('is planned without changing anything', async () => {
    const before = await project.sandbox.moment();
    const { code, stdout } = await project.drill('plan', 'restore-rds');
    expect(code).toBe(0);
    expect(stdout).toContain('! rds:RestoreDBInstanceToPointInTime');
    expect(stdout).toContain('SourceDBInstanceIdentifier: orders-prod');
    const iam = stdout.slice(stdout.indexOf('IAM actions'));
    expect(iam).toContain('rds:RestoreDBInstanceToPointInTime');
    expect(iam).toContain('rds:DeleteDBInstance');
    expect(await project.sandbox.moment()).toBe(before);
    expect(await readdir(project.root)).not.toContain('reports');
  });

  it('is told on stderr, with the result on stdout', async () => {
    const { run, code, stdout, stderr } = await project.run('restore-rds');
    expect(stderr).toMatch(
      /Z {2}T\+00:00:\d\d {2}restore-point +rds:RestoreDBInstanceToPointInTime accepted/,
    );
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => !/^[a-z-]+: /.test(line))).toEqual([]);
    expect(lines[0]).toBe('verdict: met');
    expect(lines).toContain('status: completed');
    expect(lines).toContain(`run: ${run}`);
    expect(lines).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
    expect(lines.at(-1)).toBe(`report: ${project.file('reports', run, 'report.html')}`);
    expect(code).toBe(0);
    for (const file of ['report.html', 'report.pdf', 'report.md', 'report.json']) {
      await access(project.file('reports', run, file));
    }
    await project.expectDoneOnce(run);
    await project.expectSound(run);
  });

  it('is told as JSON, an event a line, the result last', async () => {
    const { run, code, stdout } = await project.run('restore-rds-snapshot', '--output', 'json');
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonEvent);
    expect(events.at(-1)).toMatchObject({
      type: 'result',
      run,
      environment: 'sandbox',
      status: 'completed',
      verdict: { verdict: 'met' },
      report: project.file('reports', run, 'report.html'),
    });
    const told = events.flatMap((event) => (event.type === 'record' ? [event.record] : []));
    expect(told).toEqual(await project.records(run));
    expect(code).toBe(0);
  });

  it('answers in JSON wherever it is asked to', async () => {
    const parse = async (...args: string[]) => {
      const { code, stdout, stderr } = await project.drill(...args, '--output', 'json');
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout) as unknown;
    };
    const listed = (await parse('list')) as readonly { readonly name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(await drills());
    expect(await parse('show', 'restore-rds')).toMatchObject({ runbook: { id: 'restore-rds' } });
    // Newest first; a test that was tried twice has left one more before the two that came to an end.
    const runs = (await parse('runs')) as readonly { readonly run: string }[];
    expect(runs.slice(0, 2)).toMatchObject([
      { status: 'completed', verdict: 'met', left: '-' },
      { status: 'completed', verdict: 'met', left: '-' },
    ]);
    expect(runs.map(({ run }) => run).sort()).toEqual(
      (await readdir(project.file('reports'))).sort(),
    );
    expect(await parse('plan', 'restore-rds')).toMatchObject({
      creates: [{ type: 'rds:db-instance' }],
    });
    expect(await parse('verify', 'last')).toMatchObject({ good: true });
    expect(await parse('sandbox', 'status')).toMatchObject({ running: true });
    const findings = (await parse('doctor')) as readonly { good: boolean }[];
    expect(findings.filter(({ good }) => !good)).toEqual([]);
  });

  it('answers in words elsewhere', async () => {
    const { code, stdout } = await project.drill('check');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toContain('runbook restore-rds: sound');
    expect(lines).toEqual(
      expect.arrayContaining((await drills()).map((name) => `drill ${name}: sound`)),
    );
    expect(lines.filter((line) => !line.endsWith(': sound'))).toEqual([]);
    expect(code).toBe(0);
    const report = await project.drill('report', 'last');
    expect(report.code).toBe(0);
    expect(report.stdout.trimEnd().split('\n')).toHaveLength(5);
    expect((await project.drill('clean')).stdout).toBe('No run has left anything behind.\n');
    expect((await project.drill('show', 'restore-rds')).stdout).toContain('stateDiagram-v2');
  });
});
