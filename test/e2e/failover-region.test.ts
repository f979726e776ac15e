import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { expectThereAndBack, milestonesOf } from '../support/cli-failover.ts';
import { cliProject } from '../support/cli-project.ts';
import { attempt, recorded } from '../support/cli-records.ts';

const FULL = { timeout: 400_000 };

interface Death {
  readonly at: (record: JournalRecord) => boolean;
  /** This call is still on its way then, and takes effect when its caller is dead. */
  readonly late?: string;
}

const DEATHS: readonly Death[] = [
  { at: recorded('receipt.received', 'strike') },
  { at: attempt('promote', 'start'), late: 'rds:PromoteReadReplica' },
  { at: attempt('rebuild', 'start'), late: 'rds:CreateDBInstanceReadReplica' },
];

describe('a Region that is lost', () => {
  const project = cliProject();

  it('is failed over from and returned to', FULL, async () => {
    const { sandbox } = project;
    const after = await sandbox.moment();
    const { run, code, stdout, stderr } = await project.run('failover-region');
    expect(stdout, stderr).toContain('verdict: met');
    expect(stdout).toMatch(/^users: .* without service, .* acknowledged writes lost$/m);
    expect(stdout).toContain('primary at the end: orders-prod in ap-northeast-1');
    expect(stdout).toContain('handed over: rds:db-instance orders-prod-replica (ap-northeast-3)');
    expect(stdout).toContain('0 left behind, 2 handed over to production');
    expect(code).toBe(0);
    await expectThereAndBack(project, run, after);
  });

  it('is so again, though the run is killed three times', FULL, async () => {
    const { sandbox } = project;
    const after = await sandbox.moment();
    const { run, process: first } = await project.startRun('failover-region');
    let process = first;
    for (const { at, late } of DEATHS) {
      if (late) await sandbox.addFault({ operation: late, kind: 'delay', delayMs: 700, count: 1 });
      await project.killAt({ run, process }, at);
      process = project.spawn(['resume', run]);
    }
    const { code, stdout, stderr } = await process.ended;
    expect(stdout, stderr).toContain('verdict: met');
    expect(code).toBe(0);
    await expectThereAndBack(project, run, after);
    expect((await project.records(run)).filter(recorded('run.resumed'))).toHaveLength(3);
  });

  it('is rehearsed beside production, which is not touched', FULL, async () => {
    const { sandbox } = project;
    const before = { at: await sandbox.moment(), instances: await sandbox.instances() };
    const { run, code, stdout, stderr } = await project.run('failover-region-rehearsal');
    expect(stdout, stderr).toContain('verdict: met');
    expect(stdout).toContain('clean-up: 2 removed, 0 kept, 0 left behind');
    expect(code).toBe(0);
    expect(await sandbox.effects({ after: before.at })).toEqual([
      'rds:CreateDBInstanceReadReplica',
      'rds:PromoteReadReplica',
      'rds:ModifyDBInstance',
      'route53:ChangeResourceRecordSets',
      'monitoring:PutMetricData',
      'route53:ChangeResourceRecordSets',
      'rds:DeleteDBInstance',
    ]);
    expect(await sandbox.effects({ run })).not.toContain('rds:PromoteReadReplica orders-prod');
    const servers = (all: typeof before.instances) => all.map(({ id, server }) => [id, server]);
    expect(servers(await sandbox.instances())).toEqual(servers(before.instances));
    expect(milestonesOf(await project.report(run))).toEqual(['T0', 'T2', 'T3', 'T4', 'T5', 'T6']);
    await project.expectHome();
    await project.expectSound(run);
  });
});
