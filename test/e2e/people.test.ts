import { readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { cliProject, type StartedRun } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';

const project = cliProject();

const DRILL = 'restore-rds-snapshot';

/** Answers whatever is asked until the run has ended. */
async function answerAll({ run, process }: StartedRun): Promise<void> {
  let hasEnded = false;
  void process.ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded) await project.drill('answer', run);
}

describe('a tabletop, answered from another terminal', () => {
  it('goes through the whole runbook without a call, and proves nothing', async () => {
    const after = await project.sandbox.moment();
    const started = await project.startRun(DRILL, '--tabletop');
    const { run, process } = started;
    await project.untilRecord(run, recorded('task.opened', 'identity'), process);
    const listed = await project.drill('tasks', run);
    expect(listed.stdout).toContain('The run would call sts:GetCallerIdentity.');
    expect(listed.stdout).toContain(`next: drill answer ${run} identity`);

    await writeFile(project.file('screen.txt'), 'what was seen');
    expect(
      await project.drill('note', run, 'The pager rang.', '--file', 'screen.txt'),
    ).toMatchObject({ code: 0 });
    await answerAll(started);
    const { code, stdout } = await process.ended;
    expect(stdout).toContain('verdict: tabletop');
    expect(code).toBe(0);
    expect(await project.sandbox.effects({ after })).toEqual([]);
    const records = await project.records(run);
    expect(records.some(recorded('call.completed'))).toBe(false);

    const report = await project.report(run);
    expect(report.test.mode).toBe('tabletop');
    expect(report.result).toMatchObject({ verdict: 'tabletop', overall: 'incomplete' });
    expect(report.milestones.every(({ source }) => source !== 'measured')).toBe(true);
    expect(report.tasks.length).toBeGreaterThan(5);
    expect(report.tasks.every(({ status }) => status === 'answered')).toBe(true);
    expect(report.notes).toMatchObject([{ text: 'The pager rang.', who: { via: 'command' } }]);
    const path = report.notes[0]?.file?.path ?? '';
    expect(await readFile(project.file('reports', run, path), 'utf8')).toBe('what was seen');
    await project.expectSound(run);
    const people = await project.drill('people');
    expect(people.stdout).toMatch(/operator\s+restore-rds\s+1\s/);
  });

  it('is taken up again where it was, and asks the same thing once more', async () => {
    const { run, process } = await project.startRun(DRILL, '--tabletop');
    await project.untilRecord(run, recorded('task.opened', 'identity'), process);
    process.kill('SIGKILL');
    await process.ended;
    const refused = await project.drill('answer', run);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('RUN_NOT_DRIVEN');
    expect(refused.stderr).toContain(`next: drill resume ${run}`);

    const resumed = project.spawn(['resume', run]);
    await project.untilRecord(run, recorded('run.resumed'), resumed);
    await answerAll({ run, process: resumed });
    expect(await resumed.ended).toMatchObject({ code: 0 });
    const opened = (await project.records(run)).filter(recorded('task.opened', 'identity'));
    expect(opened).toHaveLength(1);
    await project.expectSound(run);
  });

  it('refuses what cannot be an answer, says why, and keeps nothing of a secret', async () => {
    const { run, process } = await project.startRun(DRILL, '--tabletop');
    await project.untilRecord(run, recorded('task.opened', 'identity'), process);
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['answer', run, 'identity', 'maybe'], 'only asks whether it is done'],
      [['answer', run, 'unlock'], 'Open are: identity'],
      [['answer', run, 'identity', '--comment', secret], 'looks like a secret'],
      [['note', run, 'bell \u0007 rings'], 'control characters'],
      [['note', run, 'see', '--file', 'nowhere.txt'], 'ENOENT'],
      [['skip', run, 'identity', '--reason', ' '], 'A reason is needed'],
      [['answer', run, 'unlock', '--file', 'drills/environments.yaml'], 'Open are: identity'],
      [['answer', run, 'identity', 'maybe', '--file', 'drills/environments.yaml'], 'whether it is'],
      [['note', run, 'bell \u0007', '--file', 'drills/environments.yaml'], 'control characters'],
    ];
    for (const [words, reason] of cases) {
      const { code, stderr } = await project.drill(...words);
      expect(stderr).toContain(reason);
      expect(code).toBe(2);
    }
    expect(await readFile(project.file('reports', run, 'journal.ndjson'), 'utf8')).not.toContain(
      secret,
    );
    expect(await readdir(project.file('reports', run))).not.toContain('files');

    // Two give the same file at the same time; one of them is refused.
    const given = ['--file', 'drills/environments.yaml'];
    const both = await Promise.all([
      project.drill('answer', run, 'identity', 'maybe', ...given),
      project.drill('note', run, 'where it is', ...given),
    ]);
    expect(both.map(({ code }) => code)).toEqual([2, 0]);
    const kept = await readdir(project.file('reports', run, 'files'));
    expect(kept).toEqual([expect.stringMatching(/^[0-9a-f]{12}-environments\.yaml$/)]);

    expect(await project.drill('decline', run, '--comment', 'not today')).toMatchObject({
      code: 0,
    });
    const { code, stdout, stderr } = await process.ended;
    expect(stdout).toContain('status: failed');
    expect(stderr).toContain('not today');
    expect(code).toBe(3);
  });

  it('is never a live run', async () => {
    const { code, stderr } = await project.drill('run', 'failover-region', '--tabletop', '--live');
    expect(stderr).toContain('TABLETOP_LIVE');
    expect(code).toBe(2);
  });
});
