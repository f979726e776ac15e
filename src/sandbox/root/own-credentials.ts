import { hashPassword, isPassword, passwordProblem } from './password.ts';
import type { RootUsers } from './root-users.ts';
import { signInAt } from './sign-in.ts';
import { SignInRefusal } from './sign-in-refusal.ts';

/** @throws SignInRefusal `session-over`, `not-this-step`, `wrong-credentials`, `password-refused`. */
export function changePassword(root: RootUsers, id: string, current: string, wanted: string): void {
  const { user } = signInAt(root, id, 'signed-in');
  const account = root.organization.find(user.account);
  const { login } = user.credentials;
  if (!account || !login || !isPassword(login.passwordHash ?? '', current)) {
    throw new SignInRefusal('wrong-credentials', 'That is not the current password.');
  }
  const problem = passwordProblem(wanted, account);
  if (problem !== undefined) throw new SignInRefusal('password-refused', problem);
  login.passwordHash = hashPassword(wanted);
  root.tell(user.account, {
    source: 'signin.amazonaws.com',
    name: 'PasswordUpdated',
    type: 'AwsConsoleSignIn',
    response: { PasswordUpdated: 'Success' },
  });
}

/** @throws SignInRefusal `session-over`, `not-this-step`, `no-such-thing`. */
export function deactivateMfaDevice(root: RootUsers, id: string, serial: string): void {
  const { user } = signInAt(root, id, 'signed-in');
  remove(user.credentials.mfaDevices, (device) => device.serial === serial, 'MFA device');
  root.tell(user.account, {
    source: 'iam.amazonaws.com',
    name: 'DeactivateMFADevice',
    request: { userName: 'root', serialNumber: serial },
    resources: [serial],
  });
}

/** @throws SignInRefusal `session-over`, `not-this-step`, `no-such-thing`. */
export function deleteRootAccessKey(root: RootUsers, id: string, accessKeyId: string): void {
  const { user } = signInAt(root, id, 'signed-in');
  remove(user.credentials.accessKeys, (key) => key.id === accessKeyId, 'access key');
  const request = { accessKeyId };
  root.tell(user.account, { source: 'iam.amazonaws.com', name: 'DeleteAccessKey', request });
}

/** @throws SignInRefusal `session-over`, `not-this-step`, `no-such-thing`. */
export function deleteRootCertificate(root: RootUsers, id: string, certificateId: string): void {
  const { user } = signInAt(root, id, 'signed-in');
  const { signingCertificates } = user.credentials;
  remove(signingCertificates, (each) => each.id === certificateId, 'signing certificate');
  const request = { certificateId };
  root.tell(user.account, {
    source: 'iam.amazonaws.com',
    name: 'DeleteSigningCertificate',
    request,
  });
}

function remove<Item>(items: Item[], isMeant: (item: Item) => boolean, what: string): void {
  const at = items.findIndex(isMeant);
  if (at < 0) throw new SignInRefusal('no-such-thing', `There is no such ${what}.`);
  items.splice(at, 1);
}
