import { Backup } from '@aws-sdk/client-backup';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runbook as failoverAz } from '../../runbooks/failover-az/runbook.ts';
import { runbook as failoverRegion } from '../../runbooks/failover-region/runbook.ts';
import { runbook as restoreBackup } from '../../runbooks/restore-backup/runbook.ts';
import { runbook as restoreRds } from '../../runbooks/restore-rds/runbook.ts';
import { activities } from '../../src/activities/index.ts';
import { subjectTitle } from '../../src/core/architecture.ts';
import type { Environment } from '../../src/core/drill.ts';
import { resourceName } from '../../src/core/run-id.ts';
import type { RunState } from '../../src/core/run-state.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import type { EngineOptions } from '../../src/engine/engine-options.ts';
import { startDns } from '../support/activity-dns.ts';
import { startHttp } from '../support/activity-http.ts';
import { IdleClock } from '../support/idle-clock.ts';
import { RunHarness } from '../support/run-harness.ts';
import { fillGaps } from './fill-gaps.ts';
import { AWAY, HOME, hasMoto, motoForEachTest } from './moto.ts';
import { prepareOrders, TARGET } from './orders.ts';
import { prepareZone } from './shop-zone.ts';

const SECURITY_GROUPS = `security-groups=[${TARGET.securityGroups}]`;

/** Whole runbooks, for as long as there is something at moto for their next step. */
describe.skipIf(!hasMoto)('at moto', { timeout: 90_000 }, () => {
  const moto = motoForEachTest();

  // What is loaded on demand is loaded before: the clock of a run does not know that somebody waits for it.
  beforeAll(async () => {
    await (await moto.attempt().services.aws.rds()).describeDBInstances({});
  });

  interface Driven {
    readonly runbook: Runbook;
    readonly drill: string;
    readonly set?: readonly string[];
    readonly fill?: (services: ReturnType<typeof moto.services>) => EngineOptions['services'];
    /** Servers that answer names. */
    readonly dns?: Environment['dns'];
  }

  async function drive({ runbook, drill, set = [], fill = (services) => services, dns }: Driven) {
    // Everything that moto has been given until now was there before the run.
    const clock = new IdleClock(new Date(moto.clock.now() + 60_000).toISOString());
    onTestFinished(clock.followRequests());
    const environment = { ...moto.environment, ...(dns && { dns }) };
    const harness = new RunHarness({
      run: runOf(drill),
      runbook: { ...runbook, activities: { ...runbook.activities, ...answeredWith(clock) } },
      drill: readDrill(`drills/${drill}.yaml`, { set }).drill,
      environment,
      clock,
      services: fill(moto.services(clock, environment)),
      secrets: { 'source-password': 'not-a-secret', 'admin-password': 'not-a-secret' },
    });
    const state = await harness.process();
    if (state === 'died') throw new Error('the run died');
    return state;
  }

  // By snapshot only: moto knows no restore window, and without one there is nothing to restore to.
  test('restore-rds restores, cleans up, and calls the data unproven', async () => {
    const { home } = await prepareOrders(moto, { DBSubnetGroupName: 'drill-isolated' });
    await home.createDBSnapshot({
      DBInstanceIdentifier: 'orders-prod',
      DBSnapshotIdentifier: 'orders-nightly',
    });
    const state = await drive({
      runbook: { ...restoreRds, activities: { ...restoreRds.activities, [sharing.name]: sharing } },
      drill: 'restore-rds',
      set: [
        'parameters.method=snapshot',
        'parameters.recover-to=orders-nightly',
        `parameters.target.${SECURITY_GROUPS}`,
      ],
    });
    expect(stepsOf(state)).toEqual([
      'identity done',
      'source done',
      'target done',
      'architecture done',
      'baseline failed',
      'inject skipped',
      'detect skipped',
      'choose done',
      'restore-snapshot done',
      'restore-point skipped',
      'isolation done',
      'unlock done',
      'verify done',
      'clean-up done',
    ]);
    expect(state.verdict).toMatchObject({ verdict: 'unproven', checks: { passed: 0 } });
    expect(state.resources.map(({ status }) => status)).toEqual(['released']);
    const { DBInstances } = await home.describeDBInstances({});
    expect(DBInstances?.map((one) => one.DBInstanceIdentifier)).toEqual(['orders-prod']);
  });

  test('restore-backup finds its vault, and then nothing of recovery points', async () => {
    await prepareOrders(moto);
    const backup = new Backup(moto.settings());
    onTestFinished(() => backup.destroy());
    await backup.createBackupVault({ BackupVaultName: 'orders-vault' });
    const state = await drive({ runbook: restoreBackup, drill: 'restore-backup' });
    expect(takenOf(state)).toEqual([
      'identity done',
      'source done',
      'vault failed',
      'clean-up done',
    ]);
    const asked = state.calls.filter(({ service }) => service === 'backup');
    expect(asked.slice(0, 2)).toMatchObject([
      { operation: 'DescribeBackupVault', httpStatus: 200 },
      { operation: 'ListRecoveryPointsByBackupVault', httpStatus: 404 },
    ]);
    expect(state).toMatchObject({ status: 'failed', failure: { code: 'ANSWER_UNREADABLE' } });
    expect(changesOf(state)).toEqual([]);
  });

  test('failover-az fails over, and then waits for no database', async () => {
    await prepareOrders(moto);
    const shop = await startHttp((_request, response) => response.end('{}'));
    onTestFinished(() => shop.stop());
    const state = await drive({
      runbook: failoverAz,
      drill: 'failover-az',
      set: ['parameters.service.host=127.0.0.1', `parameters.service.port=${shop.port}`],
      fill: fillGaps,
    });
    expect(takenOf(state)).toEqual([
      'identity done',
      'primary done',
      'alarms done',
      'service-before done',
      'architecture done',
      'baseline failed',
      'failover done',
      'writable failed',
      'clean-up done',
    ]);
    expect(changesOf(state)).toEqual([`RebootDBInstance ${HOME} 200`]);
    expect(state).toMatchObject({
      status: 'failed',
      failure: { code: 'SQL_DATABASE_NOT_FOUND' },
      milestones: { T4: expect.anything() },
    });
  });

  test('failover-region rehearses to its end, with the data unproven, and removes what it made', async () => {
    const { away, home } = await prepareOrders(moto);
    const { DBInstances: [production] = [] } = await home.describeDBInstances({});
    await away.createDBInstanceReadReplica({
      DBInstanceIdentifier: 'orders-prod-replica',
      SourceDBInstanceIdentifier: production?.DBInstanceArn,
    });
    const { records } = await prepareZone(moto, { secondary: '127.0.0.1' });
    const before = await records();
    const ownName = resourceName(runOf('failover-region-rehearsal'));
    await prepareLag('orders-prod-replica', ownName);
    const dns = await startDns(['127.0.0.1']);
    onTestFinished(() => dns.stop());
    const shop = await startHttp((_request, response) =>
      response.end(JSON.stringify({ region: AWAY })),
    );
    onTestFinished(() => shop.stop());
    const state = await drive({
      runbook: failoverRegion,
      drill: 'failover-region-rehearsal',
      set: [`parameters.standby.${SECURITY_GROUPS}`, `parameters.service.port=${shop.port}`],
      fill: fillGaps,
      dns: { authoritative: dns.address, resolver: dns.address },
    });
    expect(takenOf(state)).toEqual([
      'identity done',
      'primary done',
      'replica done',
      'lag done',
      'dns done',
      'alarms done',
      'architecture done',
      'target done',
      'baseline failed',
      'make done',
      'stand-lag done',
      'promote-stand done',
      'unlock done',
      'verify-stand done',
      'record done',
      'record-answer done',
      'record-requests done',
      'publish done',
      'clean-up done',
    ]);
    expect(changesOf(state)).toEqual([
      `CreateDBInstanceReadReplica ${AWAY} 200`,
      `PromoteReadReplica ${AWAY} 200`,
      `ModifyDBInstance ${AWAY} 200`,
      'ChangeResourceRecordSets us-east-1 200',
      `PutMetricData ${AWAY} 200`,
      'ChangeResourceRecordSets us-east-1 200',
      `DeleteDBInstance ${AWAY} 200`,
    ]);
    const looked = state.architecture?.parts.map(
      ({ subject, part, found }) => `${subjectTitle(subject)}: ${part} ${found}`,
    );
    expect(looked).toEqual([
      'orders-prod: settings facts',
      'orders-prod: parameters facts',
      'orders-prod: replicas facts',
      'orders-prod-replica: settings facts',
      'orders-prod-replica: parameters facts',
      'orders-prod-replica: replicas facts',
      'record set shop.orders.example: records facts',
      'record set shop.orders.example: health checks facts',
    ]);
    expect(state.verdict).toMatchObject({ verdict: 'unproven', checks: { passed: 0 } });
    expect(
      state.resources.map(({ resource, status }) => [resource.type, resource.id, status]),
    ).toEqual([
      ['rds:db-instance', ownName, 'released'],
      ['route53:record-set', `${ownName}.orders.example.`, 'released'],
    ]);
    const { DBInstances } = await away.describeDBInstances({});
    expect(DBInstances?.map((one) => one.DBInstanceIdentifier)).toEqual(['orders-prod-replica']);
    expect(await records()).toEqual(before);
  });

  /** A figure a minute for each replica, for longer than the run takes. */
  async function prepareLag(...replicas: readonly string[]) {
    const cloudWatch = new CloudWatch(moto.settings(AWAY));
    onTestFinished(() => cloudWatch.destroy());
    // Small enough not to be compressed, which moto cannot read.
    for (let batch = 0; batch < 6; batch += 1) {
      const minutes = Array.from({ length: 10 }, (_, minute) => batch * 10 + minute);
      await cloudWatch.putMetricData({
        Namespace: 'AWS/RDS',
        MetricData: replicas.flatMap((Value) =>
          minutes.map((minute) => ({
            MetricName: 'ReplicaLag',
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value }],
            Timestamp: new Date(moto.clock.now() + minute * 60_000),
            Value: 1,
            Unit: 'Seconds' as const,
          })),
        ),
      });
    }
  }
});

// moto gives a restored instance its source's subnet group and publicity, whatever was asked for. So here the two share
// a subnet group on purpose, which no drill can ask for.
const inspectTarget = activities['rds.inspect-target'];
const sharing: typeof inspectTarget = {
  ...inspectTarget,
  poll: (context, input) => inspectTarget.poll(context, { ...input, allowShared: true }),
};

/** The clock does not know of questions to DNS servers either. */
function answeredWith(clock: IdleClock): Runbook['activities'] {
  const confirmAnswer = activities['dns.confirm-answer'];
  const holding: typeof confirmAnswer = {
    ...confirmAnswer,
    poll: (context, input) => confirmAnswer.poll(context, input).finally(clock.hold()),
  };
  return { [holding.name]: holding };
}

function runOf(drill: string): string {
  return `${drill}-20261124-010000-moto`;
}

function stepsOf({ steps }: RunState): readonly string[] {
  return steps.map(({ id, status }) => `${id} ${status}`);
}

/** Without the steps that the run did not get to. */
function takenOf(state: RunState): readonly string[] {
  return stepsOf(state).filter((step) => !step.endsWith(' skipped'));
}

/** As in `Moto.changes`. */
function changesOf({ calls }: RunState): readonly string[] {
  return calls
    .filter(({ mutating }) => mutating)
    .map(({ operation, region, httpStatus }) => `${operation} ${region} ${httpStatus}`);
}
