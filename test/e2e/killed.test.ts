import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { CliProjects, WAITS } from '../support/cli-projects.ts';
import { attempt, recorded } from '../support/cli-records.ts';

interface Death {
  readonly when: string;
  /** The process is killed as soon as this record stands in its journal. */
  readonly at: (record: JournalRecord) => boolean;
  /** This call is still on its way then, and takes effect when its caller is dead. */
  readonly late?: string;
}

const DEATHS: readonly Death[] = [
  { when: 'when the run has been opened', at: recorded('run.opened') },
  { when: 'when the loss is injected', at: attempt('inject', 'start') },
  {
    when: 'when the restore is asked for',
    at: attempt('restore-point', 'start'),
    late: 'rds:RestoreDBInstanceToPointInTime',
  },
  { when: 'when the restore is accepted', at: recorded('receipt.received', 'restore-point') },
  { when: 'while the data are verified', at: attempt('verify', 'poll') },
  {
    when: 'when the removal is asked for',
    at: attempt('restore-point', 'undo'),
    late: 'rds:DeleteDBInstance',
  },
];

describe.concurrent('a run whose process is killed', WAITS, () => {
  const projects = new CliProjects(2);

  beforeAll(() => projects.open());
  afterAll(() => projects.close());

  it.each(DEATHS)('$when goes on to the same end', ({ at, late }) =>
    projects.use(async (project) => {
      if (late) await project.addFault({ operation: late, kind: 'delay', delayMs: 700, count: 1 });
      const { run, process } = await project.startRun();
      await project.untilRecord(run, at, process);
      if (late) await project.untilFaultsStruck(process);
      process.kill('SIGKILL');
      expect(await process.ended).toMatchObject({ signal: 'SIGKILL' });

      const resumed = await project.drill('resume', run);
      expect(resumed.stdout, resumed.stderr).toContain('verdict: met');
      expect(resumed.code).toBe(0);
      await project.expectDoneOnce(run);
    }),
  );
});
