import { GetAlternateContactCommand, GetContactInformationCommand } from '@aws-sdk/client-account';
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from 'vitest';
import { snapshotPosture } from '../../../src/activities/account/snapshot-posture.ts';
import { KunrenError } from '../../../src/core/failure.ts';
import { failureFrom } from '../../support/activity-context.ts';
import {
  awsError,
  CALLER,
  ENTERED,
  healthyAccounts,
  MANAGEMENT,
  MEMBER,
  STANDALONE,
  snapshotOf,
} from '../../support/activity-posture.ts';

let aws: ReturnType<typeof healthyAccounts>;
beforeEach(() => {
  aws = healthyAccounts();
});

describe('a snapshot', () => {
  test('of an account that is as it should be fails nothing, and knows what only people know', async () => {
    const { output, findings, posture } = await snapshotOf(aws);
    expect(output.failing).toEqual([]);
    expect(output.unknown).toEqual([
      'contact-billing-list',
      'contact-operations-list',
      'contact-security-list',
      'contact-phone-owned',
    ]);
    expect(output.outcomes).toMatchObject({ pass: 20, 'not-applicable': 0 });
    expect(posture).toMatchObject({ label: 'before', account: CALLER });
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    expect(findings.every(({ subject }) => subject === CALLER)).toBe(true);
  });

  test('says of each finding which call and field it was read from, and when', async () => {
    const { finding, findings } = await snapshotOf(aws);
    expect(finding('root-mfa')).toMatchObject({
      outcome: 'pass',
      observed: 'AccountMFAEnabled 1',
      requirement: 'ARC-003',
      source: { call: 'iam:GetAccountSummary', field: 'SummaryMap.AccountMFAEnabled' },
      at: '2026-11-24T01:00:00.000Z',
    });
    const declared = new Set<string>(snapshotPosture.iam);
    for (const { source } of findings) {
      const [service = '', operation = ''] = source.call.split(':');
      // What S3 calls its operations is not what IAM calls the permissions.
      if (service !== 's3') expect(declared).toContain(`${service}:${operation}`);
    }
  });

  test('tells in facts how many there are of each outcome, and why the open ones are open', async () => {
    aws.iam.on(GetAccountSummaryCommand).rejects(awsError('AccessDenied', 403));
    const { facts } = await snapshotOf(aws);
    expect(facts?.[0]).toEqual({
      label: 'Posture before',
      value: `${CALLER}: 17 pass, 7 unknown`,
    });
    expect(facts).toContainEqual({
      label: 'Root user has MFA',
      value: 'unknown: The IAM permission iam:GetAccountSummary is missing: AccessDenied happened',
    });
  });

  test('of some parts calls for nothing else', async () => {
    const { findings, output } = await snapshotOf(aws, { parts: ['root-credentials'] });
    expect(findings.map(({ id }) => id)).toEqual([
      'root-mfa',
      'root-access-keys',
      'root-certificates',
    ]);
    expect(output.outcomes).toMatchObject({ pass: 3, unknown: 0 });
    expect(aws.account.calls()).toEqual([]);
    expect(aws.globalTrail.calls()).toEqual([]);
    expect(aws.s3.calls()).toEqual([]);
  });

  test('of several parts has the findings of each, whatever order they are named in', async () => {
    const { findings } = await snapshotOf(aws, { parts: ['primary-email', 'root-use'] });
    expect(findings.map(({ id }) => id)).toEqual(['root-last-use', 'root-events', 'primary-email']);
  });

  test('says which findings the verdict is judged by, also those that it did not look at', async () => {
    const required = ['root-mfa', 'contact-security'];
    const { posture } = await snapshotOf(aws, { parts: ['root-credentials'], required });
    expect(posture?.required).toEqual(required);
    expect((await snapshotOf(aws)).posture).not.toHaveProperty('required');
  });

  test('takes people’s word only for what no call tells', async () => {
    aws.account.on(GetAlternateContactCommand, { AlternateContactType: 'BILLING' }).resolves({
      AlternateContact: { EmailAddress: 'someone@gmail.com' },
    });
    const by = 'the head of finance';
    const at = '2026-11-20T00:00:00.000Z';
    const { finding, output } = await snapshotOf(aws, {
      attested: [
        { finding: 'contact-billing-list', by, at, statement: 'three of us read it' },
        { finding: 'primary-email', by, at },
      ],
    });
    expect(finding('contact-billing-list')).toMatchObject({
      outcome: 'attested',
      reason: `${by} attested it at ${at}: three of us read it.`,
      observed: 'someone@gmail.com',
    });
    expect(finding('contact-billing').outcome).toBe('fail');
    expect(finding('primary-email').outcome).toBe('pass');
    expect(output.outcomes.attested).toBe(1);
  });

  test.each([
    ['what can be read', { finding: 'root-mfa' as 'primary-email' }],
    ['nobody', { by: ' ' }],
    ['no day', { at: 'yesterday' }],
  ])('refuses an attestation of %s', async (_, wrong) => {
    const word = { finding: 'primary-email', by: 'x', at: '2026-11-20T00:00:00.000Z' } as const;
    expect(await failureFrom(snapshotOf(aws, { attested: [{ ...word, ...wrong }] }))).toMatchObject(
      {
        code: 'ATTESTATION_INVALID',
        class: 'input',
      },
    );
  });

  test('of an account that the credentials do not belong to is refused', async () => {
    const account = { ...MANAGEMENT, id: MEMBER };
    expect(await failureFrom(snapshotOf(aws, { account }))).toMatchObject({
      code: 'ACCOUNT_MISMATCH',
      class: 'safety',
    });
  });

  test('of what is no account id is refused', async () => {
    const account = { ...ENTERED, id: '12' };
    expect(await failureFrom(snapshotOf(aws, { account }))).toMatchObject({
      code: 'ACCOUNT_INVALID',
      class: 'input',
    });
  });

  test.each([
    ['credentials that have ended', 'ExpiredToken', 'CREDENTIALS_EXPIRED'],
    ['a bug', 'TypeError', 'UNEXPECTED'],
  ])('ends with %s, which is no answer about the account', async (_, name, code) => {
    const error = name === 'TypeError' ? new TypeError('x') : awsError(name, 403);
    aws.iam.on(GetAccountSummaryCommand).rejects(error);
    expect(await failureFrom(snapshotOf(aws))).toMatchObject({ code });
  });

  test('asks again where a call was throttled, and takes no for an answer at last', async () => {
    aws.iam
      .on(GetAccountSummaryCommand)
      .rejectsOnce(awsError('Throttling'))
      .rejectsOnce(awsError('Throttling'))
      .resolves({ SummaryMap: { AccountMFAEnabled: 1 } });
    expect((await snapshotOf(aws)).finding('root-mfa').outcome).toBe('pass');
    aws.iam.on(GetAccountSummaryCommand).rejects(awsError('Throttling'));
    expect((await snapshotOf(aws)).finding('root-mfa')).toMatchObject({
      outcome: 'unknown',
      reason: 'iam:GetAccountSummary did not answer: Throttling happened',
    });
    expect(aws.iam.commandCalls(GetAccountSummaryCommand)).toHaveLength(6);
  });
});

test('a refusal is told in the words of AWS, once', async () => {
  const said = 'User: x is not authorized to perform: iam:GetAccountSummary with an explicit deny';
  const denied = Object.assign(awsError('AccessDenied', 403), { message: said });
  aws.iam.on(GetAccountSummaryCommand).rejects(denied);
  expect((await snapshotOf(aws)).finding('root-mfa').reason).toBe(
    `The IAM permission iam:GetAccountSummary is missing: ${said}`,
  );
});

describe('a member', () => {
  test('is entered as its root user, and its contacts are read from outside by its id', async () => {
    const { finding } = await snapshotOf(aws, { account: ENTERED });
    expect(aws.entered).toEqual([
      { by: 'root', accountId: MEMBER, task: 'IAMAuditRootUserCredentials' },
    ]);
    expect(finding('root-mfa')).toMatchObject({ outcome: 'pass', subject: MEMBER });
    expect(aws.iam.commandCalls(GetAccountSummaryCommand)).toHaveLength(0);
    const asked = aws.account.commandCalls(GetContactInformationCommand);
    expect(asked.map(({ args }) => args[0].input)).toEqual([{ AccountId: MEMBER }]);
    expect(finding('primary-email')).toMatchObject({
      observed: 'root+member@example.com',
      source: { call: 'account:GetPrimaryEmail' },
    });
  });

  test('is entered by a role where there is one', async () => {
    const roleArn = `arn:aws:iam::${MEMBER}:role/audit`;
    await snapshotOf(aws, { account: { ...ENTERED, enter: { roleArn, externalId: 'x' } } });
    expect(aws.entered).toEqual([{ by: 'role', accountId: MEMBER, roleArn, externalId: 'x' }]);
  });

  test('that cannot be entered is unknown, with the permission that is missing', async () => {
    const denied = { code: 'ACCESS_DENIED', message: 'No.' };
    const details = { service: 'sts', operation: 'AssumeRoot' };
    aws.inside.iam.on(GetAccountSummaryCommand).rejects(new KunrenError({ ...denied, details }));
    const { finding } = await snapshotOf(aws, { account: ENTERED });
    expect(finding('root-access-keys')).toMatchObject({
      outcome: 'unknown',
      reason: 'The IAM permission sts:AssumeRoot is missing: No.',
    });
    expect(finding('contact-security').outcome).toBe('pass');
  });
});

test('the caller’s own account is never asked for by its id, which AWS refuses', async () => {
  await snapshotOf(aws);
  const calls = [
    ...aws.account.commandCalls(GetContactInformationCommand),
    ...aws.account.commandCalls(GetAlternateContactCommand),
  ];
  expect(calls).toHaveLength(4);
  for (const { args } of calls) expect(args[0].input).not.toHaveProperty('AccountId');
});

test('a standalone account has no organization to be asked about, and an e-mail that no call tells', async () => {
  const { finding } = await snapshotOf(aws, { account: STANDALONE });
  for (const id of ['root-credentials-management', 'root-sessions', 'account-state']) {
    expect(finding(id)).toMatchObject({
      outcome: 'not-applicable',
      source: { call: 'organizations:DescribeOrganization' },
    });
  }
  expect(finding('primary-email').outcome).toBe('unknown');
  expect(aws.sts.commandCalls(GetCallerIdentityCommand)).toHaveLength(1);
});

test('a plan of a part names the calls of that part', () => {
  const plan = snapshotPosture.plan(
    { account: STANDALONE, label: 'during', domains: [], parts: ['root-credentials'] },
    { run: 'r', region: 'ap-northeast-1' },
  );
  expect(plan.calls.map(({ operation }) => operation)).toEqual([
    'GetCallerIdentity',
    'ListOrganizationsFeatures',
    'GetAccountSummary',
  ]);
});

test('a plan names the calls, and finds nothing', () => {
  const plan = snapshotPosture.plan(
    { account: ENTERED, label: 'before', domains: [] },
    { run: 'r', region: 'ap-northeast-1' },
  );
  expect(plan.calls.map(({ operation }) => operation)).toContain('AssumeRoot');
  expect(plan.calls.some(({ mutating }) => mutating)).toBe(false);
  expect(plan.output.outcomes.pass).toBe(0);
});
