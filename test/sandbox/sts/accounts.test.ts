import { expect, test } from 'vitest';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const AUDIT = 'IAMAuditRootUserCredentials';
const taskArn = (task: string) => ({ arn: `arn:aws:iam::aws:policy/root-task/${task}` });

test('a role of a member acts in that member', async () => {
  const harness = await startOrganization();
  const sts = harness.sts(await harness.member(PRODUCTION));
  expect(await sts.getCallerIdentity({})).toMatchObject({
    Account: PRODUCTION,
    Arn: `arn:aws:sts::${PRODUCTION}:assumed-role/OrganizationAccountAccessRole/drill`,
  });
});

test('a role with an external id wants it in every account', async () => {
  const sts = (await startOrganization()).sts();
  const assume = (more: object) =>
    sts.assumeRole({
      RoleArn: `arn:aws:iam::${PRODUCTION}:role/kunren-drill`,
      RoleSessionName: 'drill',
      ...more,
    });
  expect(await failureOf(assume({}))).toMatchObject({ code: 'AccessDenied', status: 403 });
  expect(await failureOf(assume({ ExternalId: 'guess' }))).toMatchObject({ code: 'AccessDenied' });
  expect((await assume({ ExternalId: 'kunren' })).AssumedRoleUser?.Arn).toContain(PRODUCTION);
});

test('a member cannot assume roles of the management account or of another member', async () => {
  const harness = await startOrganization();
  const sts = harness.sts(await harness.member(SANDBOX));
  for (const account of [MANAGEMENT, PRODUCTION]) {
    const RoleArn = `arn:aws:iam::${account}:role/operator`;
    const call = sts.assumeRole({ RoleArn, RoleSessionName: 'drill' });
    expect(await failureOf(call)).toMatchObject({ code: 'AccessDenied', status: 403 });
  }
});

test('a root session acts as root of the member, for at most fifteen minutes', async () => {
  const harness = await startOrganization();
  const { Credentials } = await harness.sts().assumeRoot({
    TargetPrincipal: PRODUCTION,
    TaskPolicyArn: taskArn(AUDIT),
    DurationSeconds: 60,
  });
  expect(Credentials?.Expiration).toEqual(new Date(harness.clock.now() + 60_000));
  const as = { accessKeyId: Credentials?.AccessKeyId };
  expect(await harness.sts(as).getCallerIdentity({})).toMatchObject({
    Account: PRODUCTION,
    UserId: PRODUCTION,
    Arn: `arn:aws:iam::${PRODUCTION}:root`,
  });
  harness.clock.advance(60_000);
  const late = harness.sts(as).getCallerIdentity({});
  expect(await failureOf(late)).toMatchObject({ code: 'ExpiredToken' });
});

test('a root session does its task and nothing else', async () => {
  const harness = await startOrganization();
  const as = await harness.rootSession(PRODUCTION, AUDIT);
  const iam = harness.iam(as);
  expect((await iam.getAccountSummary({})).SummaryMap).toMatchObject({ AccountMFAEnabled: 1 });
  expect(await failureOf(iam.deleteLoginProfile({}))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
    message: `User: arn:aws:iam::${PRODUCTION}:root is not authorized to perform: iam:DeleteLoginProfile`,
  });
  const AlternateContactType = 'SECURITY';
  const contact = harness.account(as).getAlternateContact({ AlternateContactType });
  expect(await failureOf(contact)).toMatchObject({ name: 'AccessDeniedException', status: 403 });
  const accounts = harness.organizations(as).listAccounts({});
  expect(await failureOf(accounts)).toMatchObject({ name: 'AccessDeniedException' });
  expect(await failureOf(harness.s3(as).listBuckets({}))).toMatchObject({ name: 'AccessDenied' });
});

test('root sessions are refused where AWS refuses them', async () => {
  const harness = await startOrganization();
  const ask = (input: object, as = {}) =>
    failureOf(
      harness.sts(as).assumeRoot({
        TargetPrincipal: PRODUCTION,
        TaskPolicyArn: taskArn(AUDIT),
        ...input,
      }),
    );
  const denied = { code: 'AccessDenied', status: 403 };
  const invalid = { code: 'ValidationError', status: 400 };
  expect(await ask({ TargetPrincipal: MANAGEMENT })).toMatchObject(denied);
  expect(await ask({ TargetPrincipal: '333333333333' })).toMatchObject(denied);
  expect(await ask({ TaskPolicyArn: taskArn('AdministratorAccess') })).toMatchObject(invalid);
  expect(await ask({ DurationSeconds: 901 })).toMatchObject(invalid);
  expect(await ask({ DurationSeconds: -1 })).toMatchObject(invalid);
  expect(await ask({}, { region: 'us-east-1' })).toMatchObject(denied);
  expect(await ask({}, await harness.member(SANDBOX))).toMatchObject(denied);
  expect(await ask({}, await harness.rootSession(SANDBOX, AUDIT))).toMatchObject(denied);
  await harness.iam().disableOrganizationsRootSessions({});
  expect(await ask({})).toMatchObject({
    ...denied,
    message: expect.stringContaining('the organization has not enabled root sessions'),
  });
});

test("a root user's own access key is root, and neither assumes roles nor opens root sessions", async () => {
  const harness = await startOrganization();
  const { credentials } = harness.root.find(MANAGEMENT) ?? {};
  const accessKeyId = 'AKIAROOT000000000000';
  credentials?.accessKeys.push({ id: accessKeyId, createdAt: harness.root.now() });
  const sts = harness.sts({ accessKeyId });
  const identity = { Account: MANAGEMENT, Arn: `arn:aws:iam::${MANAGEMENT}:root` };
  expect(await sts.getCallerIdentity({})).toMatchObject(identity);
  const RoleArn = `arn:aws:iam::${MANAGEMENT}:role/operator`;
  expect(await failureOf(sts.assumeRole({ RoleArn, RoleSessionName: 'drill' }))).toMatchObject({
    code: 'AccessDenied',
  });
  const root = sts.assumeRoot({ TargetPrincipal: PRODUCTION, TaskPolicyArn: taskArn(AUDIT) });
  expect(await failureOf(root)).toMatchObject({ code: 'AccessDenied' });
  const AccessKeyId = accessKeyId;
  expect(await harness.iam().getAccessKeyLastUsed({ AccessKeyId })).toMatchObject({
    AccessKeyLastUsed: { ServiceName: 'sts', Region: 'ap-northeast-1' },
  });
});
