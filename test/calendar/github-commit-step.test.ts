import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { githubWorkflow } from '../../src/calendar/install/github-workflow.ts';

/** What the installed workflow runs to keep the evidence. */
const SCRIPT: string = parse(githubWorkflow([]).files[0]?.content ?? '').jobs.rehearse.steps.find(
  ({ name }: { readonly name?: string }) => name === 'Commit the evidence',
).run;

describe('the step of the GitHub workflow that commits the evidence', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kunren-github-'));
    git('.', 'init', '--quiet', '--bare', '--initial-branch=main', 'remote.git');
    clone('team');
    write('team', 'README.md', 'ours\n');
    write('team', '.gitignore', 'reports/*\n');
    push('team');
    clone('runner');
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** As GitHub runs a step. */
  function step(): void {
    const file = join(root, 'step.sh');
    writeFileSync(file, SCRIPT);
    run('runner', 'bash', '--noprofile', '--norc', '-eo', 'pipefail', file);
  }

  function git(folder: string, ...args: readonly string[]): string {
    return run(folder, 'git', ...args);
  }

  function run(folder: string, command: string, ...args: readonly string[]): string {
    const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync(command, args, {
      cwd: join(root, folder),
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  function clone(name: string): void {
    git('.', 'clone', '--quiet', 'remote.git', name);
    git(name, 'config', 'user.name', 'team');
    git(name, 'config', 'user.email', 'team@example.com');
  }

  function write(folder: string, path: string, text: string): void {
    const file = join(root, folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }

  function push(folder: string): void {
    git(folder, 'add', '--force', '--all');
    git(folder, 'commit', '--quiet', '--message', 'Work of the team');
    git(folder, 'push', '--quiet', 'origin', 'main');
  }

  /** A run as it lies there when the process has ended, but for what is in its files. */
  function leaveRun(name: string): void {
    write('runner', `reports/${name}/journal.ndjson`, '{}\n');
    write('runner', `reports/${name}/journal.lock`, '');
    write('runner', `reports/${name}/inbox/1.json`, '{}');
    write('runner', 'reports/index.html', `<p>${name}\n`);
    write('runner', 'reports/.schedule.lock', '');
  }

  const pushed = () => git('remote.git', 'ls-tree', '-r', '--name-only', 'main').trim().split('\n');
  const commits = () => git('remote.git', 'log', '--format=%an %s', 'main').trim().split('\n');

  it('pushes a new run though reports/ is ignored, without locks and commands', () => {
    leaveRun('restore-1');
    step();
    expect(pushed()).toEqual([
      '.gitignore',
      'README.md',
      'reports/index.html',
      'reports/restore-1/journal.ndjson',
    ]);
    expect(commits()).toEqual([
      'github-actions[bot] Add the evidence of recovery drills',
      'team Work of the team',
    ]);
  });

  it('does nothing where nothing was due, be there a reports/ folder or not', () => {
    step();
    leaveRun('restore-1');
    step();
    const before = commits();
    step();
    expect(commits()).toEqual(before);
    expect(before).toHaveLength(2);
  });

  it('puts its commit on top of what was pushed meanwhile', () => {
    write('team', 'drills/new.yaml', 'title: New\n');
    push('team');
    leaveRun('restore-1');
    step();
    expect(pushed()).toEqual(
      expect.arrayContaining(['drills/new.yaml', 'reports/restore-1/journal.ndjson']),
    );
    expect(commits()[0]).toContain('github-actions[bot]');
    expect(git('remote.git', 'log', '--merges', '--format=%h', 'main')).toBe('');
  });

  it('keeps both runs where another run was pushed meanwhile, and the page of all runs differs', () => {
    write('team', 'reports/restore-0/journal.ndjson', '{}\n');
    write('team', 'reports/index.html', '<p>restore-0\n');
    push('team');
    leaveRun('restore-1');
    step();
    expect(pushed()).toEqual(
      expect.arrayContaining([
        'reports/restore-0/journal.ndjson',
        'reports/restore-1/journal.ndjson',
      ]),
    );
    expect(git('remote.git', 'show', 'main:reports/index.html')).toBe('<p>restore-1\n');
  });

  it('is not kept from it by another file that was changed meanwhile', () => {
    write('team', 'README.md', 'theirs\n');
    push('team');
    write('runner', '.gitignore', 'reports/*\nnode_modules\n');
    leaveRun('restore-1');
    step();
    expect(pushed()).toContain('reports/restore-1/journal.ndjson');
    expect(git('remote.git', 'show', 'main:.gitignore')).toBe('reports/*\n');
  });

  it('tries again where somebody else was quicker in the very moment of the push', () => {
    refuse('[ -e refused ] && exit 0; touch refused; exit 1');
    leaveRun('restore-1');
    step();
    expect(pushed()).toContain('reports/restore-1/journal.ndjson');
    expect(existsSync(join(root, 'remote.git', 'refused'))).toBe(true);
  });

  it('fails where it cannot push, so that somebody is told', () => {
    refuse('exit 1');
    leaveRun('restore-1');
    expect(step).toThrow();
  });

  function refuse(script: string): void {
    const hook = join(root, 'remote.git', 'hooks', 'pre-receive');
    writeFileSync(hook, `#!/bin/sh\n${script}\n`);
    chmodSync(hook, 0o755);
  }
});
