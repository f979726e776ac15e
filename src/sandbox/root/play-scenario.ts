import { randomBytes } from 'node:crypto';
import { KunrenError } from '../../core/failure.ts';
import { seedContacts } from '../account/seed.ts';
import { seedOrganization } from '../organizations/seed.ts';
import { tellLogin } from './console-login.ts';
import { loseMailbox, recreateMailbox } from './mailbox.ts';
import { newMfaDevice } from './mfa-device.ts';
import { hashPassword, unknownPassword } from './password.ts';
import type { MfaDevice, RootUser } from './root-state.ts';
import { digitsOf, type RootUsers } from './root-users.ts';
import type { Scenario, ScenarioRequest } from './scenario.ts';
import { FIRST_PASSWORD, normalRootUser } from './seed.ts';

/** As much as the clock of a phone loses that has not heard the time for long. */
const STEPS_BEHIND = 10;
/** From a network that is kept for documentation. */
const STRANGER_IP = '198.51.100.23';
const STRANGER_PHONE = '+12025550199';

/**
 * Puts a root user, its mailbox and the account's contacts into a scenario; whatever was before is undone first.
 * Ends its sessions.
 * @throws KunrenError `ROOT_ACCOUNT_UNKNOWN`
 */
export function playScenario(root: RootUsers, { account, scenario }: ScenarioRequest): void {
  const user = returnToNormal(root, account);
  user.scenario = scenario;
  play(root, user, scenario);
}

function play(root: RootUsers, user: RootUser, scenario: Scenario): void {
  switch (scenario) {
    case 'normal':
      return;
    case 'lost-password':
      forgetPassword(root, user);
      return;
    case 'lost-mfa':
      for (const device of devicesOf(root, user)) device.holder = 'nobody';
      return;
    case 'mfa-out-of-sync':
      for (const device of devicesOf(root, user)) device.stepsBehind = STEPS_BEHIND;
      return;
    case 'lost-mailbox':
      loseMailbox(root, root.organization.find(user.account)?.email ?? '');
      return;
    case 'compromised':
      compromise(root, user);
      return;
  }
}

/** A member that has nothing has nothing that could go wrong, so it gets a password and a device first. */
function devicesOf(root: RootUsers, { account, credentials }: RootUser): readonly MfaDevice[] {
  credentials.login ??= { createdAt: root.now(), passwordHash: hashPassword(FIRST_PASSWORD) };
  if (credentials.mfaDevices.length === 0) {
    credentials.mfaDevices.push(newMfaDevice(account, 'old-phone', 'operator', root.now()));
  }
  return credentials.mfaDevices;
}

function forgetPassword(root: RootUsers, { credentials }: RootUser): void {
  const createdAt = credentials.login?.createdAt ?? root.now();
  credentials.login = { createdAt, passwordHash: unknownPassword() };
}

/** What a stranger does who gets in, each step told by CloudTrail. */
function compromise(root: RootUsers, user: RootUser): void {
  const { account, credentials } = user;
  const sourceIp = STRANGER_IP;
  const iam = { source: 'iam.amazonaws.com', sourceIp };
  const now = root.now();
  const [own] = credentials.mfaDevices;
  user.passwordLastUsed = now;
  tellLogin(root, account, { ...(own && { device: own.serial }), sourceIp });

  const device = newMfaDevice(account, 'backup-authenticator', 'stranger', now);
  credentials.mfaDevices.push(device);
  const { serial } = device;
  const enabled = { userName: 'root', serialNumber: serial };
  root.tell(account, { ...iam, name: 'EnableMFADevice', request: enabled, resources: [serial] });

  const id = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const lastUsed = { at: now, service: 'sts', region: 'us-east-1' };
  credentials.accessKeys.push({ id, createdAt: now, lastUsed });
  root.tell(account, { ...iam, name: 'CreateAccessKey', resources: [id] });

  const certificate = randomBytes(16).toString('hex').toUpperCase();
  const body = '-----BEGIN CERTIFICATE-----\nMIIBsandbox\n-----END CERTIFICATE-----';
  credentials.signingCertificates.push({ id: certificate, body, uploadedAt: now });
  root.tell(account, { ...iam, name: 'UploadSigningCertificate', resources: [certificate] });

  const contacts = root.contacts.accounts[account];
  if (contacts) {
    contacts.information = { ...contacts.information, PhoneNumber: STRANGER_PHONE };
    delete contacts.alternates.SECURITY;
  }
  root.state.foreignPhones = [digitsOf(STRANGER_PHONE)];
  const contactCalls = { source: 'account.amazonaws.com', sourceIp };
  root.tell(account, { ...contactCalls, name: 'PutContactInformation' });
  root.tell(account, { ...contactCalls, name: 'DeleteAlternateContact' });

  forgetPassword(root, user);
  root.tell(account, {
    source: 'signin.amazonaws.com',
    name: 'PasswordUpdated',
    type: 'AwsConsoleSignIn',
    response: { PasswordUpdated: 'Success' },
    sourceIp,
  });
}

/** As on the first day, except that the MFA device has a new secret. */
function returnToNormal(root: RootUsers, account: string): RootUser {
  const { state, organization, contacts } = root;
  const before = root.find(account);
  const record = organization.find(account);
  if (!before || !record) {
    const known = organization.state.accounts.map(({ id }) => id).join(', ');
    throw new KunrenError({
      code: 'ROOT_ACCOUNT_UNKNOWN',
      class: 'input',
      message: `The sandbox has no account ${account}. There is: ${known}.`,
    });
  }
  const { accounts } = seedOrganization(organization.managementAccount, root.now());
  const first = accounts.find(({ id }) => id === account);
  if (state.lostMailboxes.includes(record.email.toLowerCase())) recreateMailbox(root, record.email);
  record.email = first?.email ?? record.email;
  if (state.lostMailboxes.includes(record.email.toLowerCase())) recreateMailbox(root, record.email);
  const ownContacts = seedContacts(accounts.map(({ id }) => id)).accounts[account];
  if (ownContacts) contacts.accounts[account] = ownContacts;
  state.signIns = state.signIns.filter((each) => each.account !== account);
  state.resets = state.resets.filter((each) => each.account !== account);
  state.emailChanges = state.emailChanges.filter((each) => each.account !== account);
  const user = normalRootUser(account, before.createdAt);
  Object.assign(before, user);
  // A key that is not in the new one would stay.
  delete before.passwordLastUsed;
  return before;
}
