import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { CliProject } from '../support/cli-project.ts';

interface Death {
  readonly when: string;
  /** The process is killed as soon as this record stands in its journal. */
  readonly at: (record: JournalRecord) => boolean;
}

const attempt = (activity: string, phase: string) => (record: JournalRecord) =>
  record.type === 'attempt.started' &&
  record.data.activity === activity &&
  record.data.phase === phase;

const DEATHS: readonly Death[] = [
  { when: 'when the run has been opened', at: ({ type }) => type === 'run.opened' },
  { when: 'when the loss is about to be injected', at: attempt('inject', 'start') },
  { when: 'when the restore is about to be asked for', at: attempt('restore-point', 'start') },
  {
    when: 'when the restore has been accepted',
    at: ({ type, data }) => type === 'receipt.received' && data.activity === 'restore-point',
  },
  { when: 'while the data are verified', at: attempt('verify', 'poll') },
  { when: 'when the removal is about to be asked for', at: attempt('restore-point', 'undo') },
  { when: 'when everything is removed', at: ({ type }) => type === 'cleanup.finished' },
];

describe('a run whose process is killed', () => {
  let project: CliProject;

  beforeAll(async () => {
    project = await CliProject.open();
    await project.sandboxUp();
  });

  afterAll(() => project.close());

  it.each(DEATHS)('$when goes on to the same end', async ({ at }) => {
    const { run, process } = await project.startRun();
    await project.untilRecord(run, at, process);
    process.kill('SIGKILL');
    expect(await process.ended).toMatchObject({ signal: 'SIGKILL' });
    const resumed = await project.drill('resume', run);
    expect(resumed.stderr).not.toContain('drill: ');
    expect(resumed.stdout).toContain('verdict: met');
    expect(resumed.code).toBe(0);
    const effects = await project.effects(run);
    // A new process cannot know the password of the one before; it sets another.
    expect(effects.filter((effect) => effect !== 'rds:ModifyDBInstance')).toEqual([
      'rds:RestoreDBInstanceToPointInTime',
      'rds:DeleteDBInstance',
    ]);
    expect(await project.injections(run)).toBe(1);
    expect((await project.instances()).map(({ id }) => id)).toEqual(['orders-prod']);
    expect(await project.drill('verify', run)).toMatchObject({ code: 0 });
  });
});
