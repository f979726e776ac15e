import {
  DescribeBackupVaultCommand,
  DescribeRestoreJobCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  GetRestoreTestingPlanCommand,
  GetRestoreTestingSelectionCommand,
  ListBackupSelectionsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListRestoreTestingSelectionsCommand,
} from '@aws-sdk/client-backup';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import {
  GetHealthCheckCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
} from '@aws-sdk/client-route-53';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from 'vitest';
import { lookAtSubjects } from '../../../src/activities/architecture/look-at-architecture.ts';
import type { ArchitecturePart, ArchitectureSubject } from '../../../src/core/architecture.ts';
import { compareArchitecture } from '../../../src/core/compare-architecture.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  backupError,
  backupNotFound,
  JOB,
  recoveryPoint,
  restoreJob,
} from '../../support/activity-backup.ts';
import { activityContext } from '../../support/activity-context.ts';
import { primary as primaryInstance, source } from '../../support/activity-rds.ts';
import {
  healthCheck,
  listed,
  primary,
  SHOP,
  secondary,
  ZONE,
} from '../../support/activity-route53.ts';

let aws: ReturnType<typeof scriptedAws>;

beforeEach(() => {
  aws = scriptedAws();
});

const look = (...subjects: readonly ArchitectureSubject[]) =>
  lookAtSubjects(activityContext({ services: { aws: aws.aws } }), subjects);

function factsOf(part: ArchitecturePart | undefined): { readonly [label: string]: string } {
  if (part?.found !== 'facts') throw new Error(`No facts: ${JSON.stringify(part)}`);
  return Object.fromEntries(part.facts.map(({ label, value }) => [label, value]));
}

describe('a record set', () => {
  const subject = { kind: 'record-set', zone: ZONE, name: SHOP, type: 'A' } as const;

  beforeEach(() => {
    aws.route53
      .on(GetHostedZoneCommand)
      .resolves({ HostedZone: { Id: ZONE, Name: 'orders.example.', CallerReference: 'x' } })
      .on(ListResourceRecordSetsCommand)
      .resolves(listed([secondary(), primary()]))
      .on(GetHealthCheckCommand)
      .resolves(healthCheck('hc-primary'));
  });

  test('of a failover is told side by side, with the settings of its health check', async () => {
    const [records, checks] = await look(subject);
    expect(factsOf(records)).toEqual({
      'primary: routing': 'failover PRIMARY',
      'primary: answer': '127.0.11.1',
      'primary: TTL': '5 s',
      'primary: health is checked': 'yes',
      'secondary: routing': 'failover SECONDARY',
      'secondary: answer': '127.0.13.1',
      'secondary: TTL': '5 s',
      'secondary: health is checked': 'no',
    });
    expect(factsOf(checks)).toEqual({
      'primary: health check': 'HTTP http://127.0.11.1:8080/healthz, every 10 s, 3 looks in a row',
    });
  });

  test('differs by its TTL and its health check, and not by the order of the list', async () => {
    const before = await look(subject);
    aws.route53
      .on(ListResourceRecordSetsCommand)
      .resolves(listed([primary({ TTL: 300 }), secondary()]))
      .on(GetHealthCheckCommand)
      .resolves(healthCheck('hc-another', { RequestInterval: 30 }));
    expect(compareArchitecture(before, await look(subject)).differences).toEqual([
      `record set ${SHOP}: primary: TTL 5 s → 300 s`,
      `record set ${SHOP}: primary: health check HTTP http://127.0.11.1:8080/healthz, every 10 s, 3 looks in a row → HTTP http://127.0.11.1:8080/healthz, every 30 s, 3 looks in a row`,
    ]);
  });

  test.each([
    [{ Weight: 10 }, 'weight 10'],
    [{ Region: 'ap-northeast-1' }, 'latency of ap-northeast-1'],
    [{ GeoLocation: { CountryCode: 'JP' } }, 'location JP'],
    [{ MultiValueAnswer: true }, 'several answers'],
    [{}, 'simple'],
  ] as const)('routed by %j is told', async (how, routing) => {
    const plain = { Failover: undefined, SetIdentifier: undefined, HealthCheckId: undefined };
    aws.route53
      .on(ListResourceRecordSetsCommand)
      .resolves(listed([{ ...primary(), ...plain, ...how }]));
    expect(factsOf((await look(subject))[0])).toMatchObject({ routing, TTL: '5 s' });
  });

  test('that is not there, or has no zone, is told so', async () => {
    aws.route53.on(ListResourceRecordSetsCommand).resolves(listed([]));
    const absent = [{ part: 'records', found: 'absent' }];
    expect(await look(subject)).toMatchObject(absent);
    aws.route53.on(ListHostedZonesByNameCommand).resolves({ HostedZones: [] });
    expect(await look({ ...subject, zone: 'other.example' })).toMatchObject(absent);
  });
});

describe('a backup vault', () => {
  const subject = { kind: 'backup-vault', vault: 'orders-vault' } as const;
  const vault = { EncryptionKeyArn: 'arn:key', Locked: false, NumberOfRecoveryPoints: 3 };

  test('differs by its lock and not by what is in it', async () => {
    aws.backup.on(DescribeBackupVaultCommand).resolves(vault);
    const before = await look(subject);
    aws.backup
      .on(DescribeBackupVaultCommand)
      .resolves({ ...vault, NumberOfRecoveryPoints: 99, Locked: true, MinRetentionDays: 7 });
    expect(compareArchitecture(before, await look(subject)).differences).toEqual([
      'backup vault orders-vault: locked no → yes',
      'backup vault orders-vault: least retention none → 7 days',
    ]);
  });

  test('that may not be seen is unknown; one that is gone is absent', async () => {
    aws.backup.on(DescribeBackupVaultCommand).rejects(backupError('AccessDeniedException'));
    expect(await look(subject)).toMatchObject([{ found: 'unknown' }]);
    aws.backup.on(DescribeBackupVaultCommand).rejects(backupNotFound());
    expect(await look(subject)).toMatchObject([{ found: 'absent' }]);
  });
});

describe('backup plans', () => {
  const subject = { kind: 'backup-plans', vault: 'orders-vault', source: source.id } as const;
  const rule = {
    RuleName: 'daily',
    TargetBackupVaultName: 'orders-vault',
    ScheduleExpression: 'cron(0 5 ? * * *)',
    Lifecycle: { DeleteAfterDays: 35 },
  };
  const plan = { BackupPlanName: 'orders', Rules: [rule, { ...rule, TargetBackupVaultName: 'x' }] };

  beforeEach(() => {
    aws.rds
      .on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [primaryInstance({ DBInstanceArn: source.arn })] });
    const by = (BackupPlanId: string) => ({ CreatedBy: { BackupPlanId } });
    aws.backup
      .on(ListRecoveryPointsByBackupVaultCommand)
      .resolves({
        RecoveryPoints: [
          recoveryPoint('3', '2026-11-23T05:00:00Z', by('plan-1')),
          recoveryPoint('2', '2026-11-22T05:00:00Z', by('plan-1')),
          recoveryPoint('on-demand', '2026-11-21T05:00:00Z'),
          recoveryPoint('1', '2026-10-21T05:00:00Z', by('plan-0')),
        ],
      })
      .on(GetBackupPlanCommand)
      .rejects(backupNotFound())
      .on(GetBackupPlanCommand, { BackupPlanId: 'plan-1' })
      .resolves({ BackupPlan: plan })
      .on(ListBackupSelectionsCommand)
      .resolves({ BackupSelectionsList: [{ SelectionId: 'one' }] })
      .on(GetBackupSelectionCommand)
      .resolves({
        BackupSelection: {
          SelectionName: 'databases',
          IamRoleArn: 'arn:role',
          Resources: ['*'],
          Conditions: {
            StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }],
          },
        },
      });
  });

  test('are those that have made recovery points and still are', async () => {
    const [plans] = await look(subject);
    expect(factsOf(plans)).toEqual({
      'rule daily of orders': 'cron(0 5 ? * * *), deleted after 35 days',
      'selection databases of orders': '*, aws:ResourceTag/backup StringEquals daily',
    });
    expect(aws.backup.commandCalls(GetBackupPlanCommand)).toHaveLength(2);
  });

  test('differ by a rule that keeps less', async () => {
    const before = await look(subject);
    const Rules = [{ ...rule, Lifecycle: { DeleteAfterDays: 7 } }];
    aws.backup
      .on(GetBackupPlanCommand, { BackupPlanId: 'plan-1' })
      .resolves({ BackupPlan: { ...plan, Rules } });
    expect(compareArchitecture(before, await look(subject)).differences).toEqual([
      'backup of shop-production into orders-vault: rule daily of orders cron(0 5 ? * * *), deleted after 35 days → cron(0 5 ? * * *), deleted after 7 days',
    ]);
  });
});

describe('a restore test', () => {
  const PLAN = 'arn:aws:backup:ap-northeast-1:111122223333:restore-testing-plan:weekly-0a1b-2c3d';

  beforeEach(() => {
    aws.backup
      .on(DescribeRestoreJobCommand)
      .resolves(restoreJob({ CreatedBy: { RestoreTestingPlanArn: PLAN } }))
      .on(GetRestoreTestingPlanCommand, { RestoreTestingPlanName: 'weekly' })
      .resolves({
        RestoreTestingPlan: {
          CreationTime: new Date(0),
          RestoreTestingPlanArn: PLAN,
          RestoreTestingPlanName: 'weekly',
          ScheduleExpression: 'cron(0 6 ? * MON *)',
          RecoveryPointSelection: { Algorithm: 'LATEST_WITHIN_WINDOW', IncludeVaults: ['*'] },
        },
      })
      .on(ListRestoreTestingSelectionsCommand)
      .resolves({
        RestoreTestingSelections: [
          {
            CreationTime: new Date(0),
            IamRoleArn: 'arn:role',
            ProtectedResourceType: 'RDS',
            RestoreTestingPlanName: 'weekly',
            RestoreTestingSelectionName: 'orders',
          },
        ],
      })
      .on(GetRestoreTestingSelectionCommand)
      .resolves({
        RestoreTestingSelection: {
          CreationTime: new Date(0),
          IamRoleArn: 'arn:role',
          ProtectedResourceType: 'RDS',
          ProtectedResourceArns: ['arn:b', 'arn:a'],
          RestoreTestingPlanName: 'weekly',
          RestoreTestingSelectionName: 'orders',
          ValidationWindowHours: 4,
        },
      });
  });

  test('is told by the plan behind it, which is looked at again when AWS has forgotten the job', async () => {
    const parts = await look({ kind: 'restore-test', job: JOB });
    expect(factsOf(parts[0])).toMatchObject({
      schedule: 'cron(0 6 ? * MON *)',
      'recovery points': 'LATEST_WITHIN_WINDOW',
    });
    expect(factsOf(parts[1])).toEqual({
      'selection orders': 'RDS, arn:a, arn:b, kept 4 h for validation',
    });
    const [settings] = parts;
    if (!settings) throw new Error('nothing was looked at');
    const again = await look(settings.subject);
    expect(compareArchitecture(parts, again)).toEqual({ differences: [], notCompared: [] });
    expect(aws.backup.commandCalls(DescribeRestoreJobCommand)).toHaveLength(1);
  });
});

test('an alarm is told by what it watches, and not by its state', async () => {
  const MetricAlarms = [
    {
      AlarmName: 'lag',
      Namespace: 'AWS/RDS',
      MetricName: 'ReplicaLag',
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-prod-replica' }],
      Statistic: 'Maximum' as const,
      Period: 60,
      EvaluationPeriods: 3,
      Threshold: 60,
      ComparisonOperator: 'GreaterThanThreshold' as const,
      TreatMissingData: 'breaching',
      ActionsEnabled: true,
      AlarmActions: ['arn:sns'],
      StateValue: 'OK' as const,
    },
  ];
  aws.cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms });
  const subject = { kind: 'alarm', region: 'ap-northeast-1', name: 'lag' } as const;
  expect(factsOf((await look(subject))[0])).toEqual({
    watches: 'Maximum of AWS/RDS ReplicaLag, DBInstanceIdentifier orders-prod-replica, over 60 s',
    'red when': 'GreaterThanThreshold 60',
    'for how long': '3 of 3 periods',
    'without data': 'breaching',
    'takes action': 'yes',
    actions: 'arn:sns',
  });
  aws.cloudWatch.on(DescribeAlarmsCommand).resolves({
    CompositeAlarms: [{ AlarmName: 'lag', AlarmRule: 'ALARM(a) OR ALARM(b)' }],
  });
  expect(factsOf((await look(subject))[0])).toMatchObject({ 'red when': 'ALARM(a) OR ALARM(b)' });
  aws.cloudWatch.on(DescribeAlarmsCommand).resolves({});
  expect(await look(subject)).toMatchObject([{ found: 'absent' }]);
});

test('a state machine differs by its definition', async () => {
  const found = {
    stateMachineArn: 'arn',
    name: 'after',
    roleArn: 'arn:role',
    type: 'STANDARD' as const,
    creationDate: new Date(0),
  };
  const arn = 'arn:aws:states:ap-northeast-1:111122223333:stateMachine:after';
  const subject = { kind: 'state-machine', arn } as const;
  aws.sfn.on(DescribeStateMachineCommand).resolves({ ...found, definition: '{"a":1}' });
  const before = await look(subject);
  expect((await look(subject))[0]).toEqual(before[0]);
  aws.sfn.on(DescribeStateMachineCommand).resolves({ ...found, definition: '{"a":2}' });
  const { differences } = compareArchitecture(before, await look(subject));
  expect(differences).toEqual([
    expect.stringMatching(/^state machine after: definition SHA-256 [0-9a-f]{12}… → SHA-256 /),
  ]);
});
