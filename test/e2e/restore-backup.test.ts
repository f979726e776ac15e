import { Backup } from '@aws-sdk/client-backup';
import { beforeAll, describe, expect, it } from 'vitest';
import { milestonesOf } from '../support/cli-failover.ts';
import { cliProject } from '../support/cli-project.ts';
import { attempt } from '../support/cli-records.ts';

const EFFECTS = [
  'backup:StartRestoreJob',
  'rds:AddTagsToResource',
  'backup:PutRestoreValidationResult',
  'rds:DeleteDBInstance',
];

const project = cliProject();

// The plan's own may be of a moment when an earlier test had production fenced, and is fenced itself.
beforeAll(async () => {
  await project.expectHome();
  const { region, endpointUrl, accountId } = project.sandbox.info;
  const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
  const backup = new Backup({ region, endpoint: endpointUrl, credentials });
  const { BackupJobId } = await backup.startBackupJob({
    BackupVaultName: 'orders-vault',
    ResourceArn: `arn:aws:rds:${region}:${accountId}:db:orders-prod`,
    IamRoleArn: `arn:aws:iam::${accountId}:role/service-role/AWSBackupDefaultServiceRole`,
  });
  await project.until(async () => {
    const { State } = await backup.describeBackupJob({ BackupJobId });
    return State === 'COMPLETED';
  });
  await project.expectHome();
  backup.destroy();
});

/** A restore has met its objectives, and each of its calls has taken effect once. */
async function expectRestored(run: string, after: number): Promise<void> {
  const report = await project.report(run);
  expect(report.result).toMatchObject({ status: 'completed', verdict: 'met' });
  expect(milestonesOf(report)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4', 'T5']);
  const effects = await project.sandbox.effects({ after });
  // A new process cannot know the password that the one before had set; it sets another.
  expect(effects.filter((effect) => effect !== 'rds:ModifyDBInstance')).toEqual(EFFECTS);
  await project.expectHome();
  await project.expectSound(run);
}

describe('a restore through AWS Backup', () => {
  it('is verified, reported to AWS Backup and removed', async () => {
    const after = await project.sandbox.moment();
    const { run, code, stdout, stderr } = await project.run('restore-backup');
    expect(stdout, stderr).toContain('verdict: met');
    expect(stdout).toContain('clean-up: 1 removed, 0 kept, 0 left behind');
    expect(stderr).toContain('Validation result sent to AWS Backup: SUCCESSFUL');
    expect(code).toBe(0);
    await expectRestored(run, after);
  });

  it('goes on to the same end when its process is killed as it asks for the job', async () => {
    const after = await project.sandbox.moment();
    const operation = 'backup:StartRestoreJob';
    await project.sandbox.addFault({ operation, kind: 'delay', delayMs: 700, count: 1 });
    const started = await project.startRun('restore-backup');
    await project.killAt(started, attempt('restore', 'start'));
    const { code, stdout, stderr } = await project.drill('resume', started.run);
    expect(stdout, stderr).toContain('verdict: met');
    expect(code).toBe(0);
    await expectRestored(started.run, after);
  });

  it('fails with the words of AWS when the job fails', async () => {
    const set = 'parameters.target.instance-class=db.huge';
    const { run, code, stdout, stderr } = await project.run('restore-backup', '--set', set);
    expect(stderr).toContain('Invalid DB Instance class: db.huge');
    expect(stdout).toContain('status: failed');
    expect(code).toBe(3);
    await project.expectSound(run);
  });

  it('is refused in preflight when it would land in the default VPC', async () => {
    const after = await project.sandbox.moment();
    const set = 'parameters.target.subnet-group=default';
    const { run, code, stdout, stderr } = await project.run('restore-backup', '--set', set);
    expect(stderr).toContain("default is the default VPC's subnet group (TARGET_NOT_ISOLATED)");
    expect(stdout).toContain('status: failed');
    expect(code).toBe(3);
    expect(await project.sandbox.effects({ after })).toEqual([]);
    await project.expectSound(run);
  });
});
