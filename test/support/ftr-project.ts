import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type StoredRunOptions, storeRun } from './stored-run.ts';

/** A moment after all runs of the samples. */
export const FTR_CLOCK = { now: () => Date.parse('2026-11-30T09:00:00.000Z') };

const ENVIRONMENTS = `production:
  kind: aws
  region: ap-northeast-1
  account: "111122223333"
`;

/** A project in a temporary folder, with the drills that ship, an AWS account, and runs. */
export class FtrProject {
  readonly root: string;

  constructor() {
    this.root = mkdtempSync(join(tmpdir(), 'kunren-ftr-'));
    cpSync('drills', this.file('drills'), { recursive: true });
    mkdirSync(this.file('reports'));
    this.write('drills/environments.yaml', ENVIRONMENTS);
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
  }

  file(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  write(path: string, text: string): this {
    writeFileSync(this.file(path), text);
    return this;
  }

  /** A run in the AWS account, by the runbook as it is now; `restore-rds` without options. @returns its id */
  run(options: StoredRunOptions = {}): string {
    return storeRun(this.file('reports'), {
      environment: 'aws',
      ...options,
      runbook: { version: '1.0.0', ...options.runbook },
    });
  }

  /** Changes the journal of a run by hand. */
  tamper(run: string, from: string, to: string): this {
    const file = this.file('reports', run, 'journal.ndjson');
    const text = readFileSync(file, 'utf8');
    if (!text.includes(from)) throw new Error(`the journal does not hold ${from}`);
    writeFileSync(file, text.replace(from, to));
    return this;
  }
}
