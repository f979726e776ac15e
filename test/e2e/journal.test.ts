import { execFileSync } from 'node:child_process';
import {
  appendFile,
  cp,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { continueChain } from '../../src/journal/chain.ts';
import { EMPTY_CHAIN } from '../../src/journal/record-line.ts';
import { cliProject, QUICK } from '../support/cli-project.ts';
import { recorded } from '../support/cli-records.ts';

const restoreAccepted = recorded('receipt.received', 'restore-point');

describe('the journal of a run', () => {
  const project = cliProject();
  /** A run that has ended well. */
  let finished: string;

  beforeAll(async () => {
    await project.writeQuickDrill();
    const { run, code } = await project.run(QUICK);
    expect(code).toBe(0);
    finished = run;
  });

  const reports = () => project.file('reports');
  const journal = (run: string) => project.file('reports', run, 'journal.ndjson');

  /** The finished run under another name, to be spoilt. */
  async function copy(name: string): Promise<string> {
    await cp(project.file('reports', finished), project.file('reports', name), { recursive: true });
    return name;
  }

  it('is repaired at the resume when the last record was cut off', async () => {
    const { run, process } = await project.startRun(QUICK);
    await project.killAt({ run, process }, restoreAccepted);
    await appendFile(journal(run), '{"seq":999,"at":"2026-');
    const { code, stdout, stderr } = await project.drill('resume', run);
    expect(stderr).toContain('22 bytes of an unfinished record were put aside');
    expect(stdout).toContain('verdict: met');
    expect(code).toBe(0);
    await project.expectDoneOnce(run);
  });

  it('is told apart from one that was edited, and such a one is not gone on with', async () => {
    const run = await copy('edited');
    const text = await readFile(journal(run), 'utf8');
    await writeFile(journal(run), text.replace('"rtoMs":14400000', '"rtoMs":14400001'));
    const verified = await project.drill('verify', run);
    expect(verified.stdout).toContain('line 1: hash');
    expect(verified.code).toBe(3);
    for (const command of ['resume', 'abort', 'report', 'watch', 'clean']) {
      const { code, stderr } = await project.drill(command, run);
      expect(stderr, command).toContain('code: JOURNAL_TAMPERED');
      expect(stderr, command).toContain(`next: drill verify ${run}`);
      expect(code, command).toBe(3);
    }
    expect((await project.drill('runs')).stdout).toMatch(/^edited +JOURNAL_TAMPERED/m);
  });

  it('does not agree with the report when its end was taken away', async () => {
    const run = await copy('shortened');
    const text = await readFile(journal(run), 'utf8');
    await truncate(journal(run), text.lastIndexOf('\n', text.length - 2) + 1);
    const { code, stdout } = await project.drill('verify', run);
    expect(stdout).toMatch(/^BAD {2}report\.json +differs$/m);
    expect(code).toBe(3);
  });

  it('of a newer version is verified, and nothing else', async () => {
    const run = 'newer';
    const [opened] = await project.records(finished);
    if (opened?.type !== 'run.opened') throw new Error('A journal begins with run.opened.');
    const clock = { now: () => 0, monotonic: () => 0, sleep: async () => undefined };
    const chain = continueChain(EMPTY_CHAIN, { clock, redact: (value) => value });
    const { line } = chain.add({ type: 'run.opened', data: { ...opened.data, format: 2 } });
    await mkdir(project.file('reports', run));
    await writeFile(journal(run), `${line}\n`);
    for (const command of ['resume', 'abort', 'report', 'watch', 'clean', 'verify']) {
      const { code, stdout, stderr } = await project.drill(command, run);
      expect(stderr, command).toContain('code: JOURNAL_NEWER');
      expect(stdout.includes('ok   journal.ndjson'), command).toBe(command === 'verify');
      expect(code, command).toBe(2);
    }
  });

  it('needs a folder for reports', async () => {
    await rename(reports(), project.file('aside'));
    onTestFinished(async () => {
      await rm(reports());
      await rename(project.file('aside'), reports());
    });
    await writeFile(reports(), '');
    const { code, stdout, stderr } = await project.drill('run', QUICK);
    expect(stderr).toContain('code: JOURNAL_UNWRITABLE');
    expect(stderr).toContain('next: make room in reports/');
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });

  it('needs room before the run begins', async ({ skip }) => {
    if (!mountReports()) return skip('mounting a small disk needs root');
    await fill();
    const { code, stdout, stderr } = await project.drill('run', QUICK);
    expect(stderr).toMatch(/code: JOURNAL_(BROKEN|UNWRITABLE)/);
    expect(stderr).toMatch(/next: make room/);
    expect(stdout).toBe('');
    expect(code).toBe(3);
    expect((await project.drill('runs')).stdout).toBe('No drill has been run here yet.\n');
  });

  it('stops the run when the disk is full, and takes it up again when there is room', async ({
    skip,
  }) => {
    if (!mountReports()) return skip('mounting a small disk needs root');
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, restoreAccepted, process);
    await fill();
    const { code, stdout, stderr } = await process.ended;
    expect(stderr).toContain('code: JOURNAL_BROKEN');
    expect(stderr).toContain(`then: drill resume ${run}`);
    expect(stdout).toContain('status: interrupted');
    expect(code).toBe(3);
    expect(await project.sandbox.effects({ run })).not.toContain('rds:DeleteDBInstance');

    await rm(project.file('reports', 'ballast'));
    const resumed = await project.drill('resume', run);
    expect(resumed.stdout, resumed.stderr).toContain('verdict: met');
    expect(resumed.code).toBe(0);
    await project.expectDoneOnce(run);
  });

  /** Puts reports/ on a small disk of its own for one test. @returns whether this user may */
  function mountReports(): boolean {
    try {
      const args = ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', reports()];
      execFileSync('mount', args, { stdio: 'ignore' });
    } catch {
      return false;
    }
    onTestFinished(() => {
      execFileSync('umount', [reports()]);
    });
    return true;
  }

  async function fill(): Promise<void> {
    const ballast = await open(project.file('reports', 'ballast'), 'w');
    try {
      for (;;) await ballast.write(Buffer.alloc(4096));
    } catch {
      // Nothing more goes in.
    } finally {
      await ballast.close();
    }
  }
});
