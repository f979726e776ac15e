import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import type { FaultRequest } from '../../src/sandbox/fault/fault.ts';
import type { CliProject } from '../support/cli-project.ts';
import { CliProjects, WAITS } from '../support/cli-projects.ts';
import { randomFaults } from '../support/cli-random-faults.ts';
import { recorded } from '../support/cli-records.ts';

const RESTORE = 'rds:RestoreDBInstanceToPointInTime';
const DELETE = 'rds:DeleteDBInstance';
const DESCRIBE = 'rds:DescribeDBInstances';

describe.concurrent('a run in a cloud that misbehaves', WAITS, () => {
  const projects = new CliProjects(3);

  beforeAll(() => projects.open());
  afterAll(() => projects.close());

  /** A whole run under these faults, which must not change what comes of it. */
  async function survive(
    project: CliProject,
    faults: readonly FaultRequest[],
  ): Promise<readonly JournalRecord[]> {
    for (const fault of faults) await project.addFault(fault);
    const { run, process } = await project.startRun();
    const { code, stdout, stderr } = await process.ended;
    expect(stdout, `${JSON.stringify(faults)}\n${stderr}`).toContain('verdict: met');
    expect(code).toBe(0);
    await project.expectDoneOnce(run);
    return await project.records(run);
  }

  const failures = (records: readonly JournalRecord[], activity: string) =>
    records
      .filter((record) => record.type === 'attempt.failed')
      .filter(({ data }) => data.activity === activity);

  it('waits as long as it is asked to when it is throttled', () =>
    projects.use(async (project) => {
      const records = await survive(project, [
        { operation: RESTORE, kind: 'throttle', retryAfter: 1, count: 2 },
        { operation: DELETE, kind: 'error-500', count: 2 },
      ]);
      const throttled = failures(records, 'restore-point').slice(0, 2);
      expect(throttled.map(({ data }) => data.failure.code)).toEqual(['THROTTLED', 'THROTTLED']);
      for (const { at, data } of throttled) {
        // The record is written a moment after the wait was reckoned.
        expect(Date.parse(data.retryAt ?? '') - Date.parse(at)).toBeGreaterThanOrEqual(950);
      }
      expect(failures(records, 'restore-point')).toHaveLength(4);
    }));

  it('takes over what a call made whose answer was lost', () =>
    projects.use(async (project) => {
      const records = await survive(project, [
        { operation: RESTORE, kind: 'reset-after', count: 1 },
        { operation: DELETE, kind: 'reset-after', count: 1 },
      ]);
      const receipt = records.find(recorded('receipt.received', 'restore-point'));
      expect(receipt?.data).toMatchObject({ adopted: true });
    }));

  it('repeats a call that never arrived, and believes no stale answer', () =>
    projects.use(async (project) => {
      await survive(project, [
        { operation: RESTORE, kind: 'reset', count: 1 },
        { operation: DESCRIBE, kind: 'stale', skip: 3, count: 4 },
        { operation: DELETE, kind: 'reset', count: 1 },
      ]);
    }));

  it('pauses while its credentials have expired, says so, and goes on by itself', () =>
    projects.use(async (project) => {
      const records = await survive(project, [
        { operation: DESCRIBE, kind: 'expired-token', skip: 4, count: 1 },
        { operation: 'rds:*', kind: 'delay', delayMs: 300, count: 6 },
      ]);
      const paused = records.filter(recorded('run.paused'));
      expect(paused.map(({ data }) => data)).toMatchObject([
        { failure: { code: 'CREDENTIALS_EXPIRED' } },
      ]);
      expect(records.filter(recorded('run.unpaused'))).toHaveLength(1);
    }));

  it.each([1, 2, 3])('comes to the same end under random faults, seed %i', (seed) =>
    projects.use(async (project) => {
      await survive(project, randomFaults(seed));
    }),
  );
});
