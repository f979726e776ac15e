import { mfaSerial, newMfaSecret } from './mfa-device.ts';
import type { MfaDevice } from './root-state.ts';
import type { RootUsers } from './root-users.ts';
import { signInAt } from './sign-in.ts';
import { SignInRefusal } from './sign-in-refusal.ts';
import { stepOfPair } from './verify-code.ts';

/** As AWS allows one root user. */
const MOST_DEVICES = 8;
/**
 * Makes a virtual device that waits for two codes.
 * @param name letters, digits and `+=,.@-_`
 * @returns its secret in Base32, which is told this once, and the same as a URI for an authenticator
 * @throws SignInRefusal `session-over`, `not-this-step`, `device-refused`.
 */
export function beginMfaRegistration(
  root: RootUsers,
  id: string,
  name: string,
): { readonly secret: string; readonly uri: string } {
  const { record, user } = signInAt(root, id, 'signed-in');
  const { mfaDevices } = user.credentials;
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
    const message = 'A name has up to 64 letters, digits and these: + = , . @ - _';
    throw new SignInRefusal('device-refused', message);
  }
  if (mfaDevices.some(({ serial }) => serial === mfaSerial(user.account, name))) {
    throw new SignInRefusal(
      'device-refused',
      `There is a device ${name} already. Choose another name.`,
    );
  }
  if (mfaDevices.length >= MOST_DEVICES) {
    const message = `A root user has at most ${MOST_DEVICES} MFA devices. Deactivate one first.`;
    throw new SignInRefusal('device-refused', message);
  }
  const secret = newMfaSecret();
  record.newDevice = { name, secret };
  const label = encodeURIComponent(`AWS sandbox:root@${user.account}`);
  return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=AWS%20sandbox` };
}

/**
 * Registers the device, with two codes in a row.
 * @throws SignInRefusal `session-over`, `not-this-step`, `code-wrong`.
 */
export function finishMfaRegistration(
  root: RootUsers,
  id: string,
  first: string,
  second: string,
): MfaDevice {
  const { record, user } = signInAt(root, id, 'signed-in');
  const { newDevice } = record;
  if (!newDevice) throw new SignInRefusal('not-this-step', 'Begin with the name of a device.');
  const { name, secret } = newDevice;
  const usedStep = stepOfPair(secret, first.trim(), second.trim(), root.nowMs());
  if (usedStep === undefined) {
    const message =
      'These are not two codes of this device in a row. Give the code before and the code now.';
    throw new SignInRefusal('code-wrong', message);
  }
  delete record.newDevice;
  const serial = mfaSerial(user.account, name);
  const device: MfaDevice = {
    serial,
    secret,
    enabledAt: root.now(),
    holder: 'operator',
    usedStep,
  };
  user.credentials.mfaDevices.push(device);
  root.tell(user.account, {
    source: 'iam.amazonaws.com',
    name: 'EnableMFADevice',
    request: { userName: 'root', serialNumber: serial },
    resources: [serial],
  });
  return device;
}
