import { Backup } from '@aws-sdk/client-backup';
import { RDS } from '@aws-sdk/client-rds';
import { describe, expect, it, vi } from 'vitest';
import { BackupHarness } from '../support/backup-harness.ts';
import type { Death } from '../support/run-harness.ts';
import { scaledClock } from '../support/scaled-clock.ts';

const clock = scaledClock(400);
let number = 0;

async function survive(deaths: readonly Death[]): Promise<BackupHarness> {
  number += 1;
  const harness = await BackupHarness.open(clock, { name: `restore-backup-${number}` });
  await die(harness, deaths);
  return harness;
}

async function die(harness: BackupHarness, deaths: readonly Death[]): Promise<void> {
  for (const death of deaths) {
    if ((await harness.run.process(death)) !== 'died') return;
  }
  await harness.run.process();
}

async function expectSound(harness: BackupHarness, where: string): Promise<void> {
  const { journal } = harness.run;
  const finished = journal.at(-1);
  if (finished?.type !== 'run.finished') throw new Error(`${where}: the run did not finish`);
  expect(finished.data, where).toMatchObject({
    status: 'completed',
    verdict: { verdict: 'met' },
  });
  const effects = await harness.effects();
  const counted = (operation: string) =>
    effects.filter((effect) => effect.startsWith(operation)).length;
  expect(counted('backup:StartRestoreJob'), where).toBe(1);
  expect(counted('rds:AddTagsToResource'), where).toBe(1);
  expect(counted('rds:DeleteDBInstance'), where).toBe(1);
  expect(counted('backup:PutRestoreValidationResult'), where).toBe(1);
  // The password lives in the memory of a process, so a new process sets a new one: once each, never more.
  const processes = 1 + journal.filter(({ type }) => type === 'run.resumed').length;
  expect(counted('rds:ModifyDBInstance'), where).toBeLessThanOrEqual(processes);
  expect(harness.injected.length, where).toBe(1);
  expect(await harness.instances(), where).toEqual(['orders-prod']);
  journal.forEach((record, index) => {
    expect(record.seq).toBe(index + 1);
    if (index > 0) expect(record.prev).toBe(journal[index - 1]?.hash);
  });
}

describe('restore-backup, its process dying', () => {
  it('after any record, is resumed to the same verdict with nothing left behind', async () => {
    const whole = await survive([]);
    await expectSound(whole, 'without a death');
    const length = whole.run.journal.length;
    await whole.close();
    for (let records = 1; records < length; records += 1) {
      const harness = await survive([{ afterRecord: records }]);
      await expectSound(harness, `after record ${records}`);
      await harness.close();
    }
  }, 240_000);

  it('before or after the effect of any AWS call, is resumed to the same verdict', async () => {
    const whole = await survive([]);
    const { calls } = whole.run;
    await whole.close();
    for (let nth = 1; nth <= calls; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const harness = await survive([{ atCall: { nth, when } }]);
        await expectSound(harness, `${when} the effect of call ${nth}`);
        await harness.close();
      }
    }
  }, 240_000);
});

/** What a test asks for itself, beside the run. */
function clients(harness: BackupHarness) {
  const config = {
    endpoint: harness.url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'TESTER', secretAccessKey: 'none' },
    maxAttempts: 1,
  };
  return { backup: new Backup(config), rds: new RDS(config) };
}

async function restoreTest(harness: BackupHarness): Promise<string> {
  const { backup } = clients(harness);
  await backup.createRestoreTestingPlan({
    RestoreTestingPlan: {
      RestoreTestingPlanName: 'often',
      ScheduleExpression: 'cron(* * ? * * *)',
      RecoveryPointSelection: {
        Algorithm: 'LATEST_WITHIN_WINDOW',
        IncludeVaults: ['*'],
        RecoveryPointTypes: ['SNAPSHOT'],
      },
    },
  });
  await backup.createRestoreTestingSelection({
    RestoreTestingPlanName: 'often',
    RestoreTestingSelection: {
      RestoreTestingSelectionName: 'orders',
      IamRoleArn: 'arn:aws:iam::000000000000:role/tester',
      ProtectedResourceType: 'RDS',
      ProtectedResourceArns: ['*'],
      RestoreMetadataOverrides: {
        DBSubnetGroupName: 'drill-isolated',
        VpcSecurityGroupIds: '["sg-0a1b2c3d4e5f60009"]',
        DBParameterGroupName: 'orders-postgres18',
      },
      ValidationWindowHours: 100,
    },
  });
  return await vi.waitFor(
    async () => {
      const { RestoreJobs: [job] = [] } = await backup.listRestoreJobs({ ByStatus: 'COMPLETED' });
      if (job?.RestoreJobId === undefined) throw new Error('no job is complete');
      return job.RestoreJobId;
    },
    { timeout: 20_000, interval: 20 },
  );
}

describe('restore-backup of a restore test, its process dying', () => {
  it('before or after the effect of any AWS call, judges the job once and deletes nothing', async () => {
    const counts = async (deaths: readonly Death[]) => {
      number += 1;
      const name = `restore-backup-${number}`;
      const harness = await BackupHarness.open(clock, { name });
      const job = await restoreTest(harness);
      harness.begin({ name, set: [`parameters.restore-job=${job}`] });
      await die(harness, deaths);
      const finished = harness.run.journal.at(-1);
      const left = harness.run.journal.filter(({ type }) => type === 'resource.leaked');
      const where = JSON.stringify([deaths, finished?.data, left]);
      expect(finished?.data, where).toMatchObject({
        status: 'completed',
        verdict: { verdict: 'met' },
      });
      const { backup } = clients(harness);
      expect(await backup.describeRestoreJob({ RestoreJobId: job }), where).toMatchObject({
        ValidationStatus: 'SUCCESSFUL',
        ValidationStatusMessage: `Kunren run ${name}: all data checks passed`,
      });
      const effects = (await harness.effects()).map((effect) => effect.split(' ')[0]);
      const counted = (operation: string) => effects.filter((each) => each === operation).length;
      expect(counted('rds:AddTagsToResource'), where).toBe(1);
      expect(counted('backup:PutRestoreValidationResult'), where).toBe(1);
      // AWS Backup does that.
      expect(counted('rds:DeleteDBInstance'), where).toBe(0);
      expect(counted('backup:StartRestoreJob'), where).toBe(0);
      expect(harness.injected, where).toEqual([]);
      const { calls } = harness.run;
      await harness.close();
      return calls;
    };
    const calls = await counts([]);
    for (let nth = 1; nth <= calls; nth += 1) {
      for (const when of ['before', 'after'] as const) await counts([{ atCall: { nth, when } }]);
    }
  }, 240_000);
});
