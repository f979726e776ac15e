import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { RDS } from '@aws-sdk/client-rds';
import { expect, test } from 'vitest';
import { listRootUsers, status } from '../../src/sandbox/control-client.ts';
import { failureOf, startCloud } from './cloud-harness.ts';

test('production is in the management account; a member has no databases', async () => {
  const cloud = await startCloud();
  const { Credentials } = await cloud.sts.assumeRole({
    RoleArn: 'arn:aws:iam::111111111111:role/operator',
    RoleSessionName: 'drill',
  });
  const rds = cloud.rdsAs(Credentials?.AccessKeyId ?? '');
  expect(await failureOf(rds.describeDBInstances({}))).toMatchObject({
    name: 'UnsupportedBySandbox',
    message: 'The sandbox has no rds in account 111111111111, only in 000000000000.',
  });
  const accounts = await listRootUsers(cloud.url);
  expect(await status(cloud.url)).toMatchObject({ accountId: '000000000000', accounts });
});

test('us-east-1 has the global services and the history of events, but no databases', async () => {
  const cloud = await startCloud();
  const settings = {
    endpoint: cloud.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
    maxAttempts: 1,
  };
  expect((await new CloudTrail(settings).lookupEvents({})).Events).toEqual([]);
  const rds = new RDS(settings).describeDBInstances({});
  expect(await failureOf(rds)).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
});

test('a change of a database is told in its Region, without its password', async () => {
  const cloud = await startCloud();
  await cloud.rds.modifyDBInstance({
    DBInstanceIdentifier: 'orders-prod',
    MasterUserPassword: 'not-to-be-told',
    ApplyImmediately: true,
  });
  cloud.clock.advance(2000);
  const cloudTrail = new CloudTrail({
    endpoint: cloud.url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
  const { Events = [] } = await cloudTrail.lookupEvents({});
  expect(Events).toMatchObject([
    {
      EventName: 'ModifyDBInstance',
      EventSource: 'rds.amazonaws.com',
      Resources: [{ ResourceName: 'arn:aws:rds:ap-northeast-1:000000000000:db:orders-prod' }],
    },
  ]);
  expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '').requestParameters).toEqual({
    dBInstanceIdentifier: 'orders-prod',
    masterUserPassword: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    applyImmediately: true,
  });
});
