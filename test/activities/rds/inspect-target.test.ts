import {
  DBSubnetGroupNotFoundFault,
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
} from '@aws-sdk/client-rds';
import { beforeEach, describe, expect, test } from 'vitest';
import { inspectTarget } from '../../../src/activities/rds/inspect-target.ts';
import { familyFits } from '../../../src/activities/rds/parameter-family.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import {
  INSTANCE,
  notFound,
  restored,
  runTag,
  source,
  target,
} from '../../support/activity-rds.ts';

const { subnetGroup, securityGroups, parameterGroup } = target;
const input = { name: INSTANCE, subnetGroup, securityGroups, parameterGroup, source };

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  aws.rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [] });
  aws.rds.on(DescribeDBInstancesCommand, { DBInstanceIdentifier: INSTANCE }).rejects(notFound());
  aws.rds
    .on(DescribeDBSubnetGroupsCommand)
    .resolves({ DBSubnetGroups: [{ DBSubnetGroupName: subnetGroup }] });
  aws.rds.on(DescribeDBParameterGroupsCommand).resolves({
    DBParameterGroups: [
      { DBParameterGroupName: parameterGroup, DBParameterGroupFamily: 'postgres18' },
    ],
  });
});

test('takes a free name in a place of its own', async () => {
  const { output, facts } = doneFrom(await inspectTarget.poll(context, input));
  expect(output).toEqual({});
  expect(facts).toContainEqual({
    label: 'Network rules of the target',
    value: 'declared, not tested',
  });
});

test('looks in the Region that is named', async () => {
  const there = aws.in('ap-northeast-3').rds;
  there.on(DescribeDBInstancesCommand).rejects(notFound());
  there.on(DescribeDBSubnetGroupsCommand).resolves({ DBSubnetGroups: [] });
  const failure = await failureFrom(
    inspectTarget.poll(context, { ...input, region: 'ap-northeast-3' }),
  );
  expect(failure.code).toBe('SUBNET_GROUP_NOT_FOUND');
  expect(failure.message).toContain('in ap-northeast-3');
});

test('takes a name that this run has used before, and refuses anybody else’s', async () => {
  const named = { DBInstanceIdentifier: INSTANCE };
  aws.rds.on(DescribeDBInstancesCommand, named).resolves({ DBInstances: [restored()] });
  expect((await inspectTarget.poll(context, input)).status).toBe('done');
  aws.rds
    .on(DescribeDBInstancesCommand, named)
    .resolves({ DBInstances: [restored({ TagList: runTag('other-run') })] });
  expect(await failureFrom(inspectTarget.poll(context, input))).toMatchObject({
    code: 'NAME_TAKEN',
    class: 'safety',
  });
});

describe('isolation', () => {
  const notIsolated = { code: 'TARGET_NOT_ISOLATED', class: 'safety' };

  test.each([
    ['the default subnet group', { subnetGroup: 'default' }],
    ['the console’s group for the default VPC', { subnetGroup: 'default-vpc-0a1b' }],
    ['the subnet group of the source', { subnetGroup: source.subnetGroup }],
    ['a security group of the source', { securityGroups: ['sg-drill', 'sg-production'] }],
  ])('refuses %s unless it is allowed on purpose', async (_case, shared) => {
    expect(await failureFrom(inspectTarget.poll(context, { ...input, ...shared }))).toMatchObject(
      notIsolated,
    );
    const allowed = { ...input, ...shared, allowShared: true };
    expect((await inspectTarget.poll(context, allowed)).status).toBe('done');
  });

  test('refuses an empty list of security groups always, since RDS would take the VPC’s default', async () => {
    const bare = { ...input, securityGroups: [], allowShared: true };
    expect(await failureFrom(inspectTarget.poll(context, bare))).toMatchObject(notIsolated);
  });
});

test('says which group is missing', async () => {
  aws.rds
    .on(DescribeDBSubnetGroupsCommand)
    .rejects(new DBSubnetGroupNotFoundFault({ message: 'no', $metadata: {} }));
  const failure = await failureFrom(inspectTarget.poll(context, input));
  expect(failure).toMatchObject({ code: 'SUBNET_GROUP_NOT_FOUND', class: 'input' });
  expect(failure.message).toContain('drill-isolated');

  aws.rds.on(DescribeDBSubnetGroupsCommand).resolves({ DBSubnetGroups: [{}] });
  aws.rds.on(DescribeDBParameterGroupsCommand).resolves({ DBParameterGroups: [] });
  expect(await failureFrom(inspectTarget.poll(context, input))).toMatchObject({
    code: 'PARAMETER_GROUP_NOT_FOUND',
    class: 'input',
  });
});

test('refuses a parameter group of another family', async () => {
  aws.rds
    .on(DescribeDBParameterGroupsCommand)
    .resolves({ DBParameterGroups: [{ DBParameterGroupFamily: 'postgres17' }] });
  expect(await failureFrom(inspectTarget.poll(context, input))).toMatchObject({
    code: 'PARAMETER_GROUP_MISFIT',
    class: 'input',
  });
});

test('reports what other runs left behind, and only that', async () => {
  aws.rds.on(DescribeDBInstancesCommand, {}).resolves({
    DBInstances: [
      restored({ DBInstanceIdentifier: 'production', TagList: [] }),
      restored({ DBInstanceIdentifier: 'old', TagList: runTag('run-of-may') }),
      restored(),
    ],
  });
  aws.rds
    .on(DescribeDBInstancesCommand, { DBInstanceIdentifier: INSTANCE })
    .resolves({ DBInstances: [restored()] });
  const { facts = [] } = doneFrom(await inspectTarget.poll(context, input));
  expect(facts.filter(({ label }) => label === 'Left by another run')).toEqual([
    { label: 'Left by another run', value: 'old (available), of run run-of-may' },
  ]);
});

test.each([
  ['postgres16', 'postgres', '16.4', true],
  ['postgres1', 'postgres', '16.4', false],
  ['postgres9.6', 'postgres', '9.6.24', true],
  ['mysql8.0', 'mysql', '8.0.35', true],
  ['mysql8.4', 'mysql', '8.0.35', false],
  ['mariadb10.6', 'mariadb', '10.6.14', true],
  ['sqlserver-se-15.0', 'sqlserver-se', '15.00.4345.5.v1', true],
  ['oracle-ee-19', 'oracle-ee', '19.0.0.0.ru-2024-01', true],
  ['aurora-postgresql16', 'postgres', '16.4', false],
  ['postgres', 'postgres', '16.4', false],
])('family %s for %s %s: %s', (family, engine, version, fits) => {
  expect(familyFits(family, engine, version)).toBe(fits);
});
