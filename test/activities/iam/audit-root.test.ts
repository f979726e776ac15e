import {
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from 'vitest';
import { auditRoot } from '../../../src/activities/iam/audit-root.ts';
import { scriptedAccounts } from '../../support/activity-account.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { awsError, MEMBER } from '../../support/activity-posture.ts';
import { hasNoRootCredentials, hasRootCredentials } from '../../support/activity-root.ts';

let aws: ReturnType<typeof scriptedAccounts>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAccounts();
  context = activityContext({ services: { aws: aws.aws } });
});

const look = async () =>
  doneFrom(await auditRoot.poll(context, { accountId: MEMBER, label: 'before' }));
const outcomes = async () =>
  Object.fromEntries(
    (await look()).posture?.findings.map(({ id, outcome }) => [id, outcome]) ?? [],
  );

test('a root user without credentials has nothing left, and no password that MFA would protect', async () => {
  hasNoRootCredentials(aws.inside.iam);
  const { output } = await look();
  expect(output).toEqual({
    loginProfile: false,
    accessKeys: 0,
    certificates: 0,
    mfaDevices: 0,
    found: [],
    nothingLeft: true,
  });
  expect(await outcomes()).toEqual({
    'root-audit-password': 'pass',
    'root-audit-access-keys': 'pass',
    'root-audit-certificates': 'pass',
    'root-audit-mfa': 'not-applicable',
  });
  expect(aws.entered[0]).toEqual({
    by: 'root',
    accountId: MEMBER,
    task: 'IAMAuditRootUserCredentials',
  });
});

test('names the credentials that there are', async () => {
  hasRootCredentials(aws.inside.iam);
  const { output, posture } = await look();
  expect(output).toMatchObject({ loginProfile: true, accessKeys: 2, nothingLeft: false });
  expect(output.found).toEqual([
    'login profile',
    'access key AKIA1',
    'access key AKIA2',
    'signing certificate CERT1',
    'MFA device arn:mfa',
  ]);
  expect(posture?.findings.map(({ observed }) => observed)).toEqual([
    'LoginProfile of 2026-11-24T01:00:00.000Z',
    'AKIA1, AKIA2',
    'CERT1',
    'arn:mfa',
  ]);
});

test('a password without MFA fails', async () => {
  hasRootCredentials(aws.inside.iam);
  aws.inside.iam.on(ListMFADevicesCommand).resolves({ MFADevices: [] });
  expect((await outcomes())['root-audit-mfa']).toBe('fail');
});

test.each([
  ['denied', (stub: Stub) => stub.rejects(awsError('AccessDenied', 403))],
  ['throttled', (stub: Stub) => stub.rejects(awsError('Throttling'))],
  ['without a list', (stub: Stub) => stub.resolves({})],
])('a call that is %s leaves it open whether anything is left', async (_, strike) => {
  for (const command of [
    GetLoginProfileCommand,
    ListAccessKeysCommand,
    ListSigningCertificatesCommand,
    ListMFADevicesCommand,
  ]) {
    hasNoRootCredentials(aws.inside.iam);
    strike(aws.inside.iam.on(command as typeof ListAccessKeysCommand));
    const { output } = await look();
    expect(output.nothingLeft).toBe(false);
    expect(Object.values(output)).toContain(null);
    expect(Object.values(await outcomes())).toContain('unknown');
  }
});

interface Stub {
  rejects(error: Error): unknown;
  resolves(answer: object): unknown;
}

test('refuses what is no account id', async () => {
  const failure = await failureFrom(auditRoot.poll(context, { accountId: '1', label: 'after' }));
  expect(failure).toMatchObject({ code: 'ACCOUNT_INVALID', class: 'input' });
});
