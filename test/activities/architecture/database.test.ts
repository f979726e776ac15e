import { DescribeDBInstancesCommand, DescribeDBParametersCommand } from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { lookAtArchitecture } from '../../../src/activities/architecture/look-at-architecture.ts';
import type { ArchitecturePart, ArchitectureSubject } from '../../../src/core/architecture.ts';
import { compareArchitecture } from '../../../src/core/compare-architecture.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { activityContext, doneFrom, failureFrom } from '../../support/activity-context.ts';
import {
  furnished,
  notFound,
  primary,
  REGION_A,
  REGION_B,
  rdsError,
  replica,
} from '../../support/activity-rds.ts';

const subject = { kind: 'db-instance', region: REGION_A, id: 'orders-prod' } as const;
const probe = lookAtArchitecture('db-instance');

let aws: ReturnType<typeof scriptedAws>;

async function look(
  subjects: readonly ArchitectureSubject[] = [subject],
): Promise<readonly ArchitecturePart[]> {
  const context = activityContext({ services: { aws: aws.aws } });
  const { architecture } = doneFrom(await probe.poll(context, { subjects }));
  return architecture?.parts ?? [];
}

beforeEach(() => {
  aws = scriptedAws();
  aws.rds
    .on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [furnished(primary())] })
    .on(DescribeDBParametersCommand)
    .resolves({
      Parameters: [{ ParameterName: 'max_connections', ParameterValue: '500' }],
      Marker: 'more',
    })
    .on(DescribeDBParametersCommand, { Marker: 'more' })
    .resolves({ Parameters: [{ ParameterName: 'work_mem', ParameterValue: '65536' }] });
  aws
    .in(REGION_B)
    .rds.on(DescribeDBInstancesCommand)
    .resolves({ DBInstances: [replica({ DBInstanceClass: 'db.m7g.large' })] });
});

describe('a DB instance', () => {
  test('is told by its settings, its own parameters and its replicas', async () => {
    const [settings, parameters, replicas] = await look();
    expect(settings).toMatchObject({ subject, part: 'settings', found: 'facts' });
    const facts = settings?.found === 'facts' ? settings.facts : [];
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
      engine: 'postgres 18.0',
      'instance class': 'db.m7g.large',
      storage: 'gp3, up to 500 GiB by itself',
      IOPS: '3000',
      'storage throughput': '125',
      'Multi-AZ': 'yes',
      encryption: 'arn:aws:kms:ap-northeast-1:111122223333:key/of-orders',
      'subnet group': 'production',
      'security groups': 'sg-production',
      'parameter group': 'orders-postgres18',
      'option group': 'orders-options',
      'publicly accessible': 'no',
      'backup retention': '7 days',
      'backup window': '16:00-16:30',
      'deletion protection': 'yes',
    });
    expect(parameters).toMatchObject({
      part: 'parameters',
      otherwise: 'default',
      facts: [
        { label: 'parameter max_connections', value: '500' },
        { label: 'parameter work_mem', value: '65536' },
      ],
    });
    expect(replicas).toMatchObject({
      part: 'replicas',
      facts: [{ label: 'replica orders-prod-replica in ap-northeast-3', value: 'db.m7g.large' }],
    });
    const [asked] = aws.rds.commandCalls(DescribeDBParametersCommand);
    expect(asked?.args[0].input).toMatchObject({ Source: 'user' });
  });

  test('does not differ by what grows or changes by itself', async () => {
    const before = await look();
    aws.rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [
        furnished(
          primary({
            AllocatedStorage: 400,
            LatestRestorableTime: new Date('2026-12-24T01:00:00Z'),
            AvailabilityZone: 'ap-northeast-1c',
            SecondaryAvailabilityZone: 'ap-northeast-1a',
            DBInstanceStatus: 'backing-up',
            DbiResourceId: 'db-ANOTHER',
            TagList: [{ Key: 'cost', Value: 'other' }],
          }),
        ),
      ],
    });
    expect(compareArchitecture(before, await look())).toEqual({ differences: [], notCompared: [] });
  });

  test('differs by its settings, in words', async () => {
    const before = await look();
    aws.rds
      .on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [{ ...furnished(primary()), DBInstanceClass: 'db.m7g.xlarge' }] })
      .on(DescribeDBParametersCommand)
      .resolves({ Parameters: [] });
    expect(compareArchitecture(before, await look()).differences).toEqual([
      'orders-prod: instance class db.m7g.large → db.m7g.xlarge',
      'orders-prod: parameter max_connections 500 → default',
      'orders-prod: parameter work_mem 65536 → default',
    ]);
  });

  test('has no part in what a rehearsal makes beside it', async () => {
    const name = 'kunren-failover-region-20261124-010000-abcd';
    aws.rds
      .on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [primary({ ReadReplicaDBInstanceIdentifiers: [name] })] });
    expect((await look())[2]).toMatchObject({ part: 'replicas', facts: [] });
  });

  test('that is not there is told so, and not taken for unknown', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(notFound());
    expect(await look()).toEqual([{ subject, part: 'settings', found: 'absent' }]);
  });
});

describe('what cannot be read', () => {
  test('is unknown, with the permission that is missing, and takes nothing from the rest', async () => {
    aws.rds.on(DescribeDBParametersCommand).rejects(rdsError('AccessDenied', 403));
    aws.in(REGION_B).rds.on(DescribeDBInstancesCommand).rejects(rdsError('AccessDenied', 403));
    const [settings, parameters, replicas] = await look();
    expect(settings).toMatchObject({ found: 'facts' });
    expect(parameters).toMatchObject({
      found: 'unknown',
      why: 'The IAM permission rds:DescribeDBParameters is missing: AccessDenied',
    });
    expect(replicas).toMatchObject({ found: 'unknown' });
  });

  test('of the instance itself leaves one part unknown', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(rdsError('InternalFailure', 500));
    expect(await look()).toMatchObject([{ part: 'settings', found: 'unknown' }]);
  });

  test('does not hold a run up for longer than some seconds', async () => {
    aws.rds.on(DescribeDBParametersCommand).callsFake(() => new Promise(() => undefined));
    expect((await look())[1]).toMatchObject({
      part: 'parameters',
      found: 'unknown',
      why: 'rds:DescribeDBParameters did not answer within 10 s.',
    });
  });

  test('for want of valid credentials is no answer about the account', async () => {
    aws.rds.on(DescribeDBInstancesCommand).rejects(rdsError('ExpiredToken', 403));
    expect(await failureFrom(look())).toMatchObject({
      code: 'CREDENTIALS_EXPIRED',
      class: 'credentials',
    });
  });
});

test('a look needs the permissions of its kinds of subjects, and no others', () => {
  expect(lookAtArchitecture('db-instance', 'alarm').iam).toEqual([
    'cloudwatch:DescribeAlarms',
    'rds:DescribeDBInstances',
    'rds:DescribeDBParameters',
  ]);
});
