import { ListOrganizationsFeaturesCommand } from '@aws-sdk/client-iam';
import {
  DescribeAccountCommand,
  DescribeOrganizationCommand,
  ListAWSServiceAccessForOrganizationCommand,
} from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, expect, test } from 'vitest';
import { confirmRootAccess } from '../../../src/activities/organizations/confirm-root-access.ts';
import { activityContext, doneFrom, failureFrom } from '../../support/activity-context.ts';
import { awsError, CALLER, healthyAccounts, MEMBER } from '../../support/activity-posture.ts';

let aws: ReturnType<typeof healthyAccounts>;

beforeEach(() => {
  aws = healthyAccounts();
  aws.organizations
    .on(DescribeOrganizationCommand)
    .resolves({ Organization: { Id: 'o-1', MasterAccountId: CALLER } })
    .on(ListAWSServiceAccessForOrganizationCommand)
    .resolvesOnce({ EnabledServicePrincipals: [], NextToken: 'more' })
    .resolves({ EnabledServicePrincipals: [{ ServicePrincipal: 'iam.amazonaws.com' }] });
});

const confirm = (accountId = MEMBER) =>
  confirmRootAccess.poll(activityContext({ services: { aws: aws.aws } }), { accountId });

test('goes on when all that a session as root takes is there', async () => {
  const { output, facts } = doneFrom(await confirm());
  expect(output).toEqual({
    organizationId: 'o-1',
    managementAccountId: CALLER,
    at: '2026-11-24T01:00:00.000Z',
  });
  expect(facts?.map(({ label }) => label)).toEqual(['Root access', 'Caller']);
});

test('a caller that is root itself is refused', async () => {
  aws.sts.on(GetCallerIdentityCommand).resolves({ Arn: `arn:aws:iam::${CALLER}:root` });
  expect(await failureFrom(confirm())).toMatchObject({ code: 'CALLER_IS_ROOT', class: 'input' });
});

test('the management account has no centralized root access', async () => {
  expect(await failureFrom(confirm(CALLER))).toMatchObject({ code: 'ACCOUNT_IS_MANAGEMENT' });
});

test('an account of another organization is none of ours', async () => {
  aws.organizations.on(DescribeAccountCommand).rejects(awsError('AccountNotFoundException', 404));
  expect(await failureFrom(confirm())).toMatchObject({
    code: 'ACCOUNT_NOT_IN_ORGANIZATION',
    class: 'input',
  });
});

test.each([{ State: 'SUSPENDED' as const }, { Status: 'ACTIVE' as const }])(
  'an account with %o is not known to be active',
  async (Account) => {
    aws.organizations.on(DescribeAccountCommand).resolves({ Account });
    expect(await failureFrom(confirm())).toMatchObject({ code: 'ACCOUNT_NOT_ACTIVE' });
  },
);

test.each([
  ['one of the features', { EnabledFeatures: ['RootSessions' as const] }],
  ['an answer about them', {}],
])('without %s there is no root access', async (_, answer) => {
  aws.iam.on(ListOrganizationsFeaturesCommand).resolves(answer);
  expect(await failureFrom(confirm())).toMatchObject({
    code: 'ROOT_ACCESS_NOT_ENABLED',
    message: expect.stringContaining('RootCredentialsManagement'),
  });
});

test('without trusted access for IAM there is none either', async () => {
  aws.organizations
    .on(ListAWSServiceAccessForOrganizationCommand)
    .resolves({ EnabledServicePrincipals: [{ ServicePrincipal: 'account.amazonaws.com' }] });
  expect(await failureFrom(confirm())).toMatchObject({ code: 'IAM_NOT_TRUSTED' });
});

test('an organization that does not tell its management account is not trusted to have another', async () => {
  aws.organizations.on(DescribeOrganizationCommand).resolves({ Organization: { Id: 'o-1' } });
  expect(await failureFrom(confirm())).toMatchObject({ code: 'ORGANIZATION_UNKNOWN' });
});
