import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it, onTestFinished } from 'vitest';
import { milestonesOf } from '../support/cli-failover.ts';
import { cliProject } from '../support/cli-project.ts';
import { attempt } from '../support/cli-records.ts';

const EFFECTS = ['rds:RebootDBInstance', 'monitoring:PutMetricData'];

const project = cliProject();

/** A failover to the standby has met its objectives, once, and production has a standby again. */
async function expectFailedOver(run: string, after: number): Promise<void> {
  await project.expectHome();
  const report = await project.report(run);
  expect(report.result).toMatchObject({ status: 'completed', verdict: 'met' });
  expect(milestonesOf(report)).toEqual(['T0', 'T3', 'T4', 'T5', 'T6']);
  expect(report.outage?.sent).toBeGreaterThan(0);
  expect(report.lostWrites).toMatchObject({ lost: 0 });
  expect(await project.sandbox.effects({ after })).toEqual(EFFECTS);
  await project.expectSound(run);
}

async function zone(): Promise<string | undefined> {
  return (await project.sandbox.instances()).find(({ id }) => id === 'orders-prod')?.zone;
}

describe('a failover that changes production, in earnest', () => {
  it.each([
    ['is refused where the runbook changes nothing', 'restore-rds', ['--live'], 'LIVE_UNSUPPORTED'],
    [
      'is refused when the name is not that of the workload',
      'failover-az',
      ['--live', '--confirm', 'orders-prod'],
      'LIVE_NOT_CONFIRMED',
    ],
    [
      'is refused where no terminal can ask for the name',
      'failover-az',
      ['--live'],
      'LIVE_NOT_CONFIRMED',
    ],
  ])('%s', async (_, drill, args, failure) => {
    const after = await project.sandbox.moment();
    const { code, stdout, stderr } = await project.drill('run', drill, ...args);
    expect(stderr).toContain(`code: ${failure}`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(await project.sandbox.effects({ after })).toEqual([]);
    expect((await project.drill('runs')).stdout).toBe('No drill has been run here yet.\n');
  });

  it('moves the instance to its other zone, and the report says who confirmed it', async () => {
    const [after, before] = [await project.sandbox.moment(), await zone()];
    const { run, code, stdout, stderr } = await project.run(
      'failover-az',
      '--live',
      '--confirm',
      'orders',
    );
    expect(stdout, stderr).toContain('verdict: met');
    expect(stdout).toMatch(/^mode: live, orders confirmed by \S+$/m);
    expect(stdout).toMatch(/^users: .* none of \d+ acknowledged writes lost$/m);
    expect(code).toBe(0);
    expect(await zone()).not.toBe(before);
    const { test } = await project.report(run);
    expect(test.live).toMatchObject({ workload: 'orders', how: 'flag', by: expect.any(String) });
    await expectFailedOver(run, after);
  });
});

describe('a failover to another zone', () => {
  it('goes on to the same end when its process is killed in the middle', async () => {
    const [after, before] = [await project.sandbox.moment(), await zone()];
    const operation = 'rds:RebootDBInstance';
    await project.sandbox.addFault({ operation, kind: 'delay', delayMs: 700, count: 1 });
    const started = await project.startRun('failover-az');
    await project.killAt(started, attempt('failover', 'start'));
    const { code, stdout, stderr } = await project.drill('resume', started.run);
    expect(stdout, stderr).toContain('verdict: met');
    expect(code).toBe(0);
    expect(await zone()).not.toBe(before);
    await expectFailedOver(started.run, after);
  });

  it('does not begin while an alarm of the drill is red', async () => {
    const { region, endpointUrl } = project.sandbox.info;
    const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'none' };
    const cloudWatch = new CloudWatch({ region, endpoint: endpointUrl, credentials });
    const AlarmName = 'checkout-errors';
    onTestFinished(async () => {
      await cloudWatch.deleteAlarms({ AlarmNames: [AlarmName] });
      cloudWatch.destroy();
    });
    const metric = { Namespace: 'Shop', MetricName: 'CheckoutErrors' };
    await cloudWatch.putMetricAlarm({
      AlarmName,
      ...metric,
      Statistic: 'Maximum',
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    await project.until(async () => {
      // An alarm that was looked at late has a period with a figure behind it, and none before it.
      await cloudWatch.putMetricData({
        Namespace: metric.Namespace,
        MetricData: [{ MetricName: metric.MetricName, Value: 100 }],
      });
      const { MetricAlarms = [] } = await cloudWatch.describeAlarms({ AlarmNames: [AlarmName] });
      return MetricAlarms[0]?.StateValue === 'ALARM';
    });

    const after = await project.sandbox.moment();
    const set = `parameters.alarms=[${AlarmName}]`;
    const { run, code, stdout, stderr } = await project.run('failover-az', '--set', set);
    expect(stderr).toContain('STOP_CONDITION');
    expect(stderr).toContain(`the alarm ${AlarmName} is red`);
    expect(stdout).toContain('status: failed');
    expect(code).toBe(3);
    expect(await project.sandbox.effects({ after })).toEqual([]);
    await project.expectSound(run);
  });
});
