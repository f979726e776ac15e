import { expect, test } from 'vitest';
import { playScenario } from '../../../src/sandbox/control-client.ts';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const AUDIT = 'IAMAuditRootUserCredentials';
const DELETE = 'IAMDeleteRootUserCredentials';
const CREATE = 'IAMCreateRootUserPassword';

test('the summary tells the root credentials of an account as they are now', async () => {
  const harness = await startOrganization();
  const summary = async () => (await harness.iam().getAccountSummary({})).SummaryMap;
  expect(await summary()).toMatchObject({
    AccountMFAEnabled: 1,
    AccountPasswordPresent: 1,
    AccountAccessKeysPresent: 0,
    AccountSigningCertificatesPresent: 0,
    MFADevices: 1,
    MFADevicesInUse: 1,
    Users: 1,
  });
  await playScenario(harness.url, { account: MANAGEMENT, scenario: 'compromised' });
  expect(await summary()).toMatchObject({
    AccountAccessKeysPresent: 1,
    AccountSigningCertificatesPresent: 1,
    MFADevices: 2,
  });
  const member = harness.iam(await harness.rootSession(SANDBOX, AUDIT));
  expect((await member.getAccountSummary({})).SummaryMap).toMatchObject({
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 0,
    Users: 0,
  });
});

test('an audit of a member finds each of its root credentials, and their deletion removes them', async () => {
  const harness = await startOrganization();
  await playScenario(harness.url, { account: PRODUCTION, scenario: 'compromised' });
  const audit = harness.iam(await harness.rootSession(PRODUCTION, AUDIT));
  const found = async () => {
    const [keys, certificates, devices, { User }] = await Promise.all([
      audit.listAccessKeys({}),
      audit.listSigningCertificates({}),
      audit.listMFADevices({}),
      audit.getUser({}),
    ]);
    expect(User).toMatchObject({
      UserId: PRODUCTION,
      Arn: `arn:aws:iam::${PRODUCTION}:root`,
      PasswordLastUsed: expect.any(Date),
    });
    return {
      keys: keys.AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId ?? '') ?? [],
      certificates: certificates.Certificates?.map(({ CertificateId }) => CertificateId) ?? [],
      devices: devices.MFADevices?.map(({ SerialNumber }) => SerialNumber ?? '') ?? [],
    };
  };
  const { keys, certificates, devices } = await found();
  expect(keys).toHaveLength(1);
  expect(certificates).toHaveLength(1);
  expect(devices).toEqual([
    `arn:aws:iam::${PRODUCTION}:mfa/root-account-mfa-device`,
    `arn:aws:iam::${PRODUCTION}:mfa/backup-authenticator`,
  ]);
  expect(await audit.getLoginProfile({})).toMatchObject({ LoginProfile: { UserName: 'root' } });
  expect(await audit.getAccessKeyLastUsed({ AccessKeyId: keys[0] ?? '' })).toMatchObject({
    AccessKeyLastUsed: { ServiceName: 'sts', Region: 'us-east-1', LastUsedDate: expect.any(Date) },
  });

  const remove = harness.iam(await harness.rootSession(PRODUCTION, DELETE));
  await remove.deleteAccessKey({ AccessKeyId: keys[0] ?? '' });
  await remove.deleteSigningCertificate({ CertificateId: certificates[0] ?? '' });
  for (const SerialNumber of devices) await remove.deactivateMFADevice({ SerialNumber });
  await remove.deleteLoginProfile({});
  expect(await found()).toEqual({ keys: [], certificates: [], devices: [] });
  const noSuchEntity = { name: 'NoSuchEntityException', status: 404 };
  expect(await failureOf(audit.getLoginProfile({}))).toMatchObject(noSuchEntity);
  expect(await failureOf(remove.deleteLoginProfile({}))).toMatchObject(noSuchEntity);
  const AccessKeyId = keys[0] ?? '';
  expect(await failureOf(remove.deleteAccessKey({ AccessKeyId }))).toMatchObject(noSuchEntity);
  const SerialNumber = devices[0] ?? '';
  expect(await failureOf(remove.deactivateMFADevice({ SerialNumber }))).toMatchObject(noSuchEntity);
});

test('a login profile of a root user is made once, without a password', async () => {
  const harness = await startOrganization();
  const iam = harness.iam(await harness.rootSession(SANDBOX, CREATE));
  expect(await iam.createLoginProfile({})).toMatchObject({ LoginProfile: { UserName: 'root' } });
  expect(await failureOf(iam.createLoginProfile({}))).toMatchObject({
    name: 'EntityAlreadyExistsException',
    status: 409,
  });
  const withPassword = iam.createLoginProfile({ Password: 'Sandbox-root-2' });
  expect(await failureOf(withPassword)).toMatchObject({ name: 'UnsupportedBySandbox' });
});

test('a role has no credentials of its own, and a name that nobody has is not found', async () => {
  const harness = await startOrganization();
  const role = harness.iam(await harness.member(PRODUCTION));
  expect(await failureOf(role.listAccessKeys({}))).toMatchObject({ code: 'ValidationError' });
  const UserName = 'nobody';
  expect(await failureOf(harness.iam().getUser({ UserName }))).toMatchObject({
    name: 'NoSuchEntityException',
    status: 404,
  });
  expect((await harness.iam().getUser({})).User).toMatchObject({
    UserName: 'sandbox',
    Path: '/',
    Arn: `arn:aws:iam::${MANAGEMENT}:user/sandbox`,
  });
});

test('virtual devices are listed with their user', async () => {
  const iam = (await startOrganization()).iam();
  const { VirtualMFADevices } = await iam.listVirtualMFADevices({ AssignmentStatus: 'Assigned' });
  expect(VirtualMFADevices).toMatchObject([
    {
      SerialNumber: `arn:aws:iam::${MANAGEMENT}:mfa/root-account-mfa-device`,
      User: { Arn: `arn:aws:iam::${MANAGEMENT}:root` },
    },
  ]);
  const none = await iam.listVirtualMFADevices({ AssignmentStatus: 'Unassigned' });
  expect(none.VirtualMFADevices ?? []).toEqual([]);
});

test('the features of centralized root access are turned on and off by the management account alone', async () => {
  const harness = await startOrganization();
  const iam = harness.iam();
  expect(await iam.listOrganizationsFeatures({})).toMatchObject({
    OrganizationId: 'o-kunrensandbox',
    EnabledFeatures: ['RootCredentialsManagement', 'RootSessions'],
  });
  await iam.disableOrganizationsRootCredentialsManagement({});
  const { EnabledFeatures = [] } = await iam.disableOrganizationsRootSessions({});
  expect(EnabledFeatures).toEqual([]);
  await iam.enableOrganizationsRootSessions({});
  expect(await iam.enableOrganizationsRootCredentialsManagement({})).toMatchObject({
    EnabledFeatures: ['RootSessions', 'RootCredentialsManagement'],
  });
  const member = harness.iam(await harness.member(PRODUCTION));
  expect(await failureOf(member.listOrganizationsFeatures({}))).toMatchObject({
    name: 'AccountNotManagementOrDelegatedAdministratorException',
  });
  const ServicePrincipal = 'iam.amazonaws.com';
  await harness.organizations().disableAWSServiceAccess({ ServicePrincipal });
  const without = iam.enableOrganizationsRootSessions({});
  expect(await failureOf(without)).toMatchObject({ name: 'ServiceAccessNotEnabledException' });
});
