import { ListOrganizationsFeaturesCommand } from '@aws-sdk/client-iam';
import { DescribeAccountCommand, DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import { lookAtSubjects } from '../../../src/activities/architecture/look-at-architecture.ts';
import { inspectAccount } from '../../../src/activities/organizations/inspect-account.ts';
import type { SandboxControl } from '../../../src/activities/outage/sandbox-control.ts';
import { activityContext, doneFrom, failureFrom } from '../../support/activity-context.ts';
import { awsError, CALLER, healthyAccounts, MEMBER } from '../../support/activity-posture.ts';

const OTHER = '777788889999';

let aws: ReturnType<typeof healthyAccounts>;

beforeEach(() => {
  aws = healthyAccounts();
  aws.organizations
    .on(DescribeOrganizationCommand)
    .resolves({ Organization: { Id: 'o-1', MasterAccountId: CALLER } })
    .on(DescribeAccountCommand)
    .resolves({ Account: { Email: 'root@example.com', Name: 'shop', State: 'ACTIVE' } });
});

const inspect = (accountId: string) =>
  inspectAccount.poll(activityContext({ services: { aws: aws.aws } }), { accountId });
const inspected = async (accountId: string) => doneFrom(await inspect(accountId)).output;
const features = (...EnabledFeatures: ('RootCredentialsManagement' | 'RootSessions')[]) =>
  aws.iam.on(ListOrganizationsFeaturesCommand).resolves({ EnabledFeatures });

describe('an account', () => {
  test('that manages its organization has nobody above it', async () => {
    const { output, facts } = doneFrom(await inspect(CALLER));
    expect(output).toEqual({
      accountId: CALLER,
      kind: 'management',
      isOwn: true,
      isCentral: false,
      email: 'root@example.com',
      name: 'shop',
      signInUrl: 'https://console.aws.amazon.com/',
      at: '2026-11-24T01:00:00.000Z',
    });
    expect(facts).toEqual([
      { label: 'Account', value: `${CALLER} shop: management account of its organization` },
    ]);
  });

  test('that is a member is recovered from outside where the organization has both features', async () => {
    features('RootCredentialsManagement', 'RootSessions');
    const { output, facts, architecture } = doneFrom(await inspect(MEMBER));
    expect(output).toMatchObject({ kind: 'member', isOwn: false, isCentral: true });
    expect(facts?.[0]?.value).toBe(`${MEMBER} shop: member with centralized root access`);
    // The same as when a rehearsal is asked whether it is out of date.
    const subject = { kind: 'root-user', account: MEMBER } as const;
    const context = activityContext({ services: { aws: aws.aws } });
    expect(architecture?.parts).toEqual(await lookAtSubjects(context, [subject]));
    expect(architecture?.parts).toMatchObject([
      {
        subject,
        facts: [
          { label: 'kind of account', value: 'member' },
          { label: 'centralized root access', value: 'yes' },
        ],
      },
    ]);
  });

  test.each([
    ['neither', []],
    ['credentials alone', ['RootCredentialsManagement' as const]],
    ['sessions alone', ['RootSessions' as const]],
  ])('that is a member is not, where the organization has %s', async (_, enabled) => {
    features(...enabled);
    expect(await inspected(MEMBER)).toMatchObject({ kind: 'member', isCentral: false });
  });

  test('that is a member is not where IAM tells no list of features', async () => {
    aws.iam.on(ListOrganizationsFeaturesCommand).resolves({});
    expect(await inspected(MEMBER)).toMatchObject({ kind: 'member', isCentral: false });
  });

  test('that is in no organization stands alone, and nothing more is asked', async () => {
    aws.organizations
      .on(DescribeOrganizationCommand)
      .rejects(awsError('AWSOrganizationsNotInUseException'));
    expect(await inspected(CALLER)).toMatchObject({
      kind: 'standalone',
      isOwn: true,
      isCentral: false,
      email: null,
      name: null,
    });
    expect(aws.organizations.commandCalls(DescribeAccountCommand)).toEqual([]);
  });
});

describe('a member that asks about itself', () => {
  beforeEach(() => {
    aws.sts.on(GetCallerIdentityCommand).resolves({ Account: MEMBER });
    features('RootCredentialsManagement', 'RootSessions');
  });

  test('cannot act as its own root user, and need not be described', async () => {
    aws.organizations.on(DescribeAccountCommand).rejects(awsError('AccessDeniedException'));
    expect(await inspected(MEMBER)).toMatchObject({
      kind: 'member',
      isOwn: true,
      isCentral: false,
      email: null,
      name: null,
    });
  });

  test('fails when Organizations is throttled, which is no refusal', async () => {
    aws.organizations.on(DescribeAccountCommand).rejects(awsError('TooManyRequestsException'));
    await expect(inspect(MEMBER)).rejects.toThrow('TooManyRequestsException');
  });
});

describe('it is refused to recover', () => {
  test.each([
    [
      'an account of another organization',
      () =>
        aws.organizations.on(DescribeAccountCommand).rejects(awsError('AccountNotFoundException')),
    ],
    [
      'another account by one in no organization',
      () =>
        aws.organizations
          .on(DescribeOrganizationCommand)
          .rejects(awsError('AWSOrganizationsNotInUseException')),
    ],
  ])('%s', async (_, answer) => {
    answer();
    expect(await failureFrom(inspect(OTHER))).toMatchObject({
      code: 'ACCOUNT_NOT_IN_ORGANIZATION',
      class: 'input',
    });
  });

  test('a member that the caller may not describe', async () => {
    aws.organizations.on(DescribeAccountCommand).rejects(awsError('AccessDeniedException'));
    await expect(inspect(MEMBER)).rejects.toThrow('AccessDeniedException');
  });

  test('anything while Organizations does not tell who manages it', async () => {
    aws.organizations.on(DescribeOrganizationCommand).resolves({ Organization: { Id: 'o-1' } });
    expect(await failureFrom(inspect(CALLER))).toMatchObject({ code: 'ORGANIZATION_UNKNOWN' });
  });
});

test('in the sandbox people sign in at its simulator, and are told where', async () => {
  const sandbox = { signInUrl: 'http://127.0.0.1:1/_sandbox/sign-in' } as SandboxControl;
  const context = activityContext({ services: { aws: aws.aws, sandbox } });
  const { output, facts } = doneFrom(await inspectAccount.poll(context, { accountId: CALLER }));
  expect(output.signInUrl).toBe(sandbox.signInUrl);
  expect(facts?.[0]).toEqual({ label: 'Sign-in simulator', value: sandbox.signInUrl });
});
