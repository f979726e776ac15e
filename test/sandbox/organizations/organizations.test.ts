import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

test('the organization has a management account and two members', async () => {
  const harness = await startOrganization();
  const organizations = harness.organizations({ region: 'us-east-1' });
  expect((await organizations.describeOrganization({})).Organization).toMatchObject({
    Id: 'o-kunrensandbox',
    FeatureSet: 'ALL',
    MasterAccountId: MANAGEMENT,
    MasterAccountEmail: 'aws-management@shop.example',
  });
  const first = await organizations.listAccounts({ MaxResults: 2 });
  const NextToken = first.NextToken;
  const rest = await organizations.listAccounts({ MaxResults: 2, NextToken });
  expect(rest.NextToken).toBeUndefined();
  const accounts = [...(first.Accounts ?? []), ...(rest.Accounts ?? [])];
  expect(accounts.map(({ Id, Name, State, Status }) => [Id, Name, State, Status])).toEqual([
    [MANAGEMENT, 'shop-management', 'ACTIVE', 'ACTIVE'],
    [PRODUCTION, 'shop-production', 'ACTIVE', 'ACTIVE'],
    [SANDBOX, 'shop-sandbox', 'ACTIVE', 'ACTIVE'],
  ]);
  expect((await organizations.describeAccount({ AccountId: PRODUCTION })).Account).toMatchObject({
    Arn: `arn:aws:organizations::${MANAGEMENT}:account/o-kunrensandbox/${PRODUCTION}`,
    Email: 'aws-production@shop.example',
    State: 'ACTIVE',
    JoinedMethod: 'CREATED',
    JoinedTimestamp: expect.any(Date),
  });
});

test('a member sees the organization, but not its accounts', async () => {
  const harness = await startOrganization();
  const member = harness.organizations(await harness.member(PRODUCTION));
  expect((await member.describeOrganization({})).Organization?.MasterAccountId).toBe(MANAGEMENT);
  const denied = { name: 'AccessDeniedException' };
  expect(await failureOf(member.listAccounts({}))).toMatchObject(denied);
  const AccountId = PRODUCTION;
  expect(await failureOf(member.describeAccount({ AccountId }))).toMatchObject(denied);
  const ServicePrincipal = 'iam.amazonaws.com';
  expect(await failureOf(member.enableAWSServiceAccess({ ServicePrincipal }))).toMatchObject(
    denied,
  );
});

test('trusted access is given and listed, once for each service', async () => {
  const organizations = (await startOrganization()).organizations();
  const listed = async () => {
    const answer = await organizations.listAWSServiceAccessForOrganization({});
    return answer.EnabledServicePrincipals?.map((each) => each.ServicePrincipal);
  };
  const ServicePrincipal = 'backup.amazonaws.com';
  await organizations.enableAWSServiceAccess({ ServicePrincipal });
  await organizations.enableAWSServiceAccess({ ServicePrincipal });
  expect(await listed()).toEqual([
    'account.amazonaws.com',
    'cloudtrail.amazonaws.com',
    'iam.amazonaws.com',
    'backup.amazonaws.com',
  ]);
  await organizations.disableAWSServiceAccess({ ServicePrincipal });
  expect(await listed()).toHaveLength(3);
  const unknown = organizations.enableAWSServiceAccess({ ServicePrincipal: 'nobody' });
  expect(await failureOf(unknown)).toMatchObject({ name: 'InvalidInputException', status: 400 });
});

test('an account that is not there, and a page that cannot be, are refused by name', async () => {
  const organizations = (await startOrganization()).organizations();
  const nobody = organizations.describeAccount({ AccountId: '333333333333' });
  expect(await failureOf(nobody)).toMatchObject({ name: 'AccountNotFoundException' });
  for (const wrong of [{ MaxResults: 21 }, { NextToken: 'made up' }]) {
    const call = organizations.listAccounts(wrong);
    expect(await failureOf(call)).toMatchObject({ name: 'InvalidInputException' });
  }
});
