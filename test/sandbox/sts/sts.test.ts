import { expect, test } from 'vitest';
import { failureOf, startCloud } from '../cloud-harness.ts';

const ROLE = 'arn:aws:iam::000000000000:role/operator';

test('any access key is the one user of the account', async () => {
  const cloud = await startCloud();
  for (const key of ['SANDBOX', 'AKIAEXAMPLE']) {
    expect(await cloud.stsAs(key).getCallerIdentity({})).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:user/sandbox',
      UserId: 'AIDASANDBOXOPERATOR00',
    });
  }
});

test('an assumed role has credentials that work, until they expire', async () => {
  const cloud = await startCloud();
  const { Credentials, AssumedRoleUser } = await cloud.sts.assumeRole({
    RoleArn: ROLE,
    RoleSessionName: 'drill-1',
    DurationSeconds: 900,
  });
  const arn = 'arn:aws:sts::000000000000:assumed-role/operator/drill-1';
  expect(AssumedRoleUser?.Arn).toBe(arn);
  expect(Credentials?.Expiration).toEqual(new Date('2026-11-24T01:15:00.000Z'));
  const key = Credentials?.AccessKeyId ?? '';
  expect((await cloud.stsAs(key).getCallerIdentity({})).Arn).toBe(arn);
  const rds = cloud.rdsAs(key, { sessionToken: Credentials?.SessionToken ?? '' });
  expect((await rds.describeDBInstances({})).DBInstances).toHaveLength(1);

  cloud.clock.advance(900_000);
  expect(await failureOf(rds.describeDBInstances({}))).toMatchObject({
    code: 'ExpiredToken',
    status: 403,
  });
});

test('credentials outlive a restart of the sandbox', async () => {
  const cloud = await startCloud();
  const { Credentials } = await cloud.sts.assumeRole({ RoleArn: ROLE, RoleSessionName: 'drill-1' });
  await cloud.close('killed');
  await cloud.open();
  const { Arn } = await cloud.stsAs(Credentials?.AccessKeyId ?? '').getCallerIdentity({});
  expect(Arn).toContain('assumed-role/operator/drill-1');
});

test('the access key EXPIRED is expired, and a temporary one that nobody gave out is invalid', async () => {
  const cloud = await startCloud();
  const expired = cloud.stsAs('EXPIRED').getCallerIdentity({});
  expect(await failureOf(expired)).toMatchObject({ code: 'ExpiredToken', status: 403 });
  const invented = cloud.rdsAs('ASIA0000000000000000').describeDBInstances({});
  expect(await failureOf(invented)).toMatchObject({ code: 'InvalidClientTokenId', status: 403 });
});

test('a role with an external id wants it', async () => {
  const { sts } = await startCloud();
  const assume = (ExternalId?: string) =>
    sts.assumeRole({
      RoleArn: 'arn:aws:iam::000000000000:role/kunren-drill',
      RoleSessionName: 'drill-1',
      ...(ExternalId === undefined ? {} : { ExternalId }),
    });
  expect(await failureOf(assume())).toMatchObject({ code: 'AccessDenied', status: 403 });
  expect(await failureOf(assume('guess'))).toMatchObject({ code: 'AccessDenied' });
  expect((await assume('kunren')).Credentials).toBeDefined();
});

test('a session that cannot be is refused', async () => {
  const { sts } = await startCloud();
  const assume = (input: object) =>
    failureOf(sts.assumeRole({ RoleArn: ROLE, RoleSessionName: 'drill-1', ...input }));
  expect(await assume({ RoleArn: undefined })).toMatchObject({
    code: 'ValidationError',
    message: expect.stringContaining(
      "at 'roleArn' failed to satisfy constraint: Member must not be null",
    ),
  });
  expect(await assume({ RoleSessionName: 'a b' })).toMatchObject({ code: 'ValidationError' });
  expect(await assume({ DurationSeconds: 899 })).toMatchObject({ code: 'ValidationError' });
  expect(await assume({ DurationSeconds: 43_201 })).toMatchObject({ code: 'ValidationError' });
  const elsewhere = 'arn:aws:iam::123456789012:role/operator';
  expect(await assume({ RoleArn: elsewhere })).toMatchObject({ code: 'AccessDenied' });
});
