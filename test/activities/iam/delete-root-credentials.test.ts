import {
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteSigningCertificateCommand,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from 'vitest';
import { deleteRootCredentials } from '../../../src/activities/iam/delete-root-credentials.ts';
import { scriptedAccounts } from '../../support/activity-account.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { awsError, MEMBER } from '../../support/activity-posture.ts';
import { hasNoRootCredentials, hasRootCredentials } from '../../support/activity-root.ts';

const input = { accountId: MEMBER };
const receipt = { requestedAt: '2026-11-24T01:00:00.000Z', removed: ['login profile'] };

let aws: ReturnType<typeof scriptedAccounts>;
let iam: typeof aws.inside.iam;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAccounts();
  iam = aws.inside.iam;
  context = activityContext({ services: { aws: aws.aws } });
  hasRootCredentials(iam);
});

const changes = () =>
  iam
    .calls()
    .map(({ args }) => args[0])
    .filter(({ constructor: { name } }) => /^(Delete|Deactivate)/.test(name))
    .map((command) => [command.constructor.name.replace('Command', ''), command.input]);

test('removes the password first and MFA last, all of every page', async () => {
  const { removed } = await deleteRootCredentials.start(context, input);
  expect(changes()).toEqual([
    ['DeleteLoginProfile', {}],
    ['DeleteAccessKey', { AccessKeyId: 'AKIA1' }],
    ['DeleteAccessKey', { AccessKeyId: 'AKIA2' }],
    ['DeleteSigningCertificate', { CertificateId: 'CERT1' }],
    ['DeactivateMFADevice', { SerialNumber: 'arn:mfa' }],
  ]);
  expect(removed).toEqual([
    'login profile',
    'access key AKIA1',
    'access key AKIA2',
    'signing certificate CERT1',
    'MFA device arn:mfa',
  ]);
  expect(aws.entered).toEqual([
    { by: 'root', accountId: MEMBER, task: 'IAMDeleteRootUserCredentials' },
  ]);
});

test('what has gone meanwhile is no failure, and a refusal is one', async () => {
  for (const command of [
    DeleteLoginProfileCommand,
    DeleteAccessKeyCommand,
    DeleteSigningCertificateCommand,
    DeactivateMFADeviceCommand,
  ]) {
    iam
      .on(command as typeof DeleteAccessKeyCommand)
      .rejects(awsError('NoSuchEntityException', 404));
  }
  expect((await deleteRootCredentials.start(context, input)).removed).toHaveLength(5);
  iam.on(DeleteAccessKeyCommand).rejects(awsError('AccessDenied', 403));
  await expect(deleteRootCredentials.start(context, input)).rejects.toThrow('AccessDenied');
});

test('is done only when an audit finds nothing any more', async () => {
  const poll = () => deleteRootCredentials.poll(context, input, receipt);
  expect(pendingFrom(await poll())).toContain('access key AKIA2');
  hasNoRootCredentials(iam);
  iam.on(ListAccessKeysCommand).resolves({});
  expect(await failureFrom(poll())).toMatchObject({ code: 'ANSWER_INCOMPLETE' });
  hasNoRootCredentials(iam);
  expect(doneFrom(await poll()).output).toEqual({ removed: ['login profile'] });
  expect(
    aws.entered.every((session) => session.by === 'root' && session.task.includes('Audit')),
  ).toBe(true);
});

test('one whose answer was lost goes on where anything is left', async () => {
  expect(await deleteRootCredentials.adopt(context, input)).toBeUndefined();
  hasNoRootCredentials(iam);
  expect(await deleteRootCredentials.adopt(context, input)).toMatchObject({ removed: [] });
  expect(changes()).toEqual([]);
});
