import { beforeAll, describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import type { FaultRequest } from '../../src/sandbox/fault/fault.ts';
import { cliProject, QUICK } from '../support/cli-project.ts';
import { randomFaults } from '../support/cli-random-faults.ts';
import { attempt, recorded } from '../support/cli-records.ts';

const RESTORE = 'rds:RestoreDBInstanceToPointInTime';
const DELETE = 'rds:DeleteDBInstance';
const DESCRIBE = 'rds:DescribeDBInstances';

const project = cliProject();

beforeAll(() => project.writeQuickDrill());

describe('a run in a cloud that misbehaves', () => {
  /** A whole run under these faults, which must not change what comes of it. */
  async function survive(
    faults: readonly FaultRequest[],
  ): Promise<{ readonly records: readonly JournalRecord[]; readonly stderr: string }> {
    for (const fault of faults) await project.sandbox.addFault(fault);
    const { run, code, stdout, stderr } = await project.run(QUICK);
    expect(stdout, `${JSON.stringify(faults)}\n${stderr}`).toContain('verdict: met');
    expect(code).toBe(0);
    await project.expectDoneOnce(run);
    return { records: await project.records(run), stderr };
  }

  const failures = (records: readonly JournalRecord[], activity: string) =>
    records
      .filter((record) => record.type === 'attempt.failed')
      .filter(({ data }) => data.activity === activity);

  it('waits as long as it is asked to when it is throttled', async () => {
    const { records } = await survive([
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
  });

  it('takes over what a call made whose answer was lost', async () => {
    const { records } = await survive([
      { operation: RESTORE, kind: 'reset-after', count: 1 },
      { operation: DELETE, kind: 'reset-after', count: 1 },
    ]);
    const receipt = records.find(recorded('receipt.received', 'restore-point'));
    expect(receipt?.data).toMatchObject({ adopted: true });
  });

  it('repeats a call that never arrived, and believes no stale answer', async () => {
    await survive([
      { operation: RESTORE, kind: 'reset', count: 1 },
      { operation: DESCRIBE, kind: 'stale', skip: 3, count: 4 },
      { operation: DELETE, kind: 'reset', count: 1 },
    ]);
  });

  it('pauses while its credentials have expired, says so, and goes on by itself', async () => {
    const { records, stderr } = await survive([
      { operation: DESCRIBE, kind: 'expired-token', skip: 4, count: 1 },
      { operation: 'rds:*', kind: 'delay', delayMs: 300, count: 6 },
    ]);
    expect(stderr).toMatch(/Paused at .*CREDENTIALS_EXPIRED.*goes on by itself/);
    const paused = records.filter(recorded('run.paused'));
    expect(paused.map(({ data }) => data)).toMatchObject([
      { failure: { code: 'CREDENTIALS_EXPIRED' } },
    ]);
    expect(records.filter(recorded('run.unpaused'))).toHaveLength(1);
  });

  it.each([1, 2])('comes to the same end under random faults, seed %i', async (seed) => {
    await survive(randomFaults(seed));
  });
});

describe('a run whose cloud breaks down', () => {
  /** The process of the restored database's server, as soon as there is one. */
  const serverOf = (run: string): Promise<number> =>
    project.until(() => project.sandbox.serverProcess(`kunren-${run}`));

  it('goes on when the restored server crashes under its checks', async () => {
    const { run, process } = await project.startRun('restore-rds');
    await project.untilRecord(run, attempt('verify', 'poll'), process);
    globalThis.process.kill(await serverOf(run), 'SIGKILL');
    const { code, stdout, stderr } = await process.ended;
    expect(stdout, stderr).toContain('verdict: met');
    expect(code).toBe(0);
    await project.expectDoneOnce(run);
  });

  it('fails, or goes on, but never hangs when the server crashes while it is restored', async () => {
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, recorded('receipt.received', 'restore-point'), process);
    globalThis.process.kill(await serverOf(run), 'SIGKILL');
    const { code, stdout, stderr } = await process.ended;
    if (code === 0) expect(stdout).toContain('verdict: met');
    else {
      expect(stderr).toContain('RESTORE_FAILED');
      expect(code).toBe(3);
    }
    await project.expectNothingLeft(run);
  });

  it('goes on when the whole sandbox was gone for a while', async () => {
    const { run, process } = await project.startRun(QUICK);
    await project.untilRecord(run, recorded('receipt.received', 'restore-point'), process);
    globalThis.process.kill(project.sandbox.info.pid, 'SIGKILL');
    await project.untilRecord(run, isUnreachable, process);
    await project.sandboxUp();
    const { code, stdout, stderr } = await process.ended;
    expect(stdout, stderr).toContain('verdict: met');
    expect(code).toBe(0);
    await project.expectDoneOnce(run);
  });
});

function isUnreachable(record: JournalRecord): boolean {
  return record.type === 'attempt.failed' && record.data.failure.code === 'ENDPOINT_UNREACHABLE';
}
