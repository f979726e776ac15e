import type { Ms } from '../../core/ports.ts';
import { sendMail } from './mailbox.ts';
import type { ChallengeCode, SignInRecord } from './root-state.ts';
import { digitsOf, type RootUsers } from './root-users.ts';
import { signedIn, signInAt } from './sign-in.ts';
import { SignInRefusal } from './sign-in-refusal.ts';

const CODE_MS: Ms = 10 * 60_000;
/** A phone rings for so long. */
const CALL_MS: Ms = 2 * 60_000;

/**
 * "Troubleshoot MFA", step one: a code goes to the root user's address.
 * @throws SignInRefusal `session-over`, `not-this-step`.
 */
export function sendMailCode(root: RootUsers, id: string): void {
  const { record } = signInAt(root, id, 'mfa');
  const account = root.organization.find(record.account);
  const code = root.newCode();
  record.mailCode = { code, expiresAt: root.in(CODE_MS) };
  sendMail(root, account?.email ?? '', {
    from: 'verify',
    subject: 'Verify your AWS account',
    text: `The code to sign in to ${account?.name} (${record.account}) without its MFA device is ${code}. It is good for ${CODE_MS / 60_000} minutes.`,
  });
}

/** @throws SignInRefusal `session-over`, `not-this-step`, `code-wrong`, `code-expired`. */
export function giveMailCode(root: RootUsers, id: string, code: string): void {
  const { record } = signInAt(root, id, 'mfa');
  checkCode(root, record.mailCode, code);
  delete record.mailCode;
  record.isMailVerified = true;
}

/**
 * Step two, "Call me now": rings the number of the account's contact information.
 * @returns the number that is called, and the code to be shown; it is keyed in on the phone
 * @throws SignInRefusal `session-over`, `not-this-step`.
 */
export function callPhone(
  root: RootUsers,
  id: string,
): { readonly number: string; readonly code: string } {
  const { record } = signInAt(root, id, 'mfa');
  if (!record.isMailVerified) {
    throw new SignInRefusal('not-this-step', 'Verify your e-mail address first.');
  }
  const call = { number: root.phoneOf(record.account), code: root.newCode() };
  record.phoneCall = { ...call, expiresAt: root.in(CALL_MS), status: 'ringing' };
  return call;
}

/** Whether a phone of the operator's rings for this sign-in. */
export function isRinging(root: RootUsers, { phoneCall }: SignInRecord): boolean {
  if (phoneCall?.status !== 'ringing' || root.isOver(phoneCall.expiresAt)) return false;
  return !root.state.foreignPhones.includes(phoneCall.number);
}

/** The calls that a phone has at the moment. @throws SignInRefusal `phone-foreign` for somebody else's. */
export function callsTo(root: RootUsers, phone: string): readonly SignInRecord[] {
  const number = digitsOf(phone);
  if (root.state.foreignPhones.includes(number)) {
    throw new SignInRefusal('phone-foreign', `+${number} is not your phone.`);
  }
  return root.state.signIns.filter(
    (record) => record.phoneCall?.number === number && isRinging(root, record),
  );
}

/** Keys the code in on the phone. @throws SignInRefusal `phone-foreign`, `no-such-thing`, `code-wrong`. */
export function keyInOnPhone(root: RootUsers, phone: string, code: string): void {
  const calls = callsTo(root, phone);
  if (calls.length === 0)
    throw new SignInRefusal(
      'no-such-thing',
      'The phone does not ring. Choose “Call me now” on the sign-in page first.',
    );
  const record = calls.find(({ phoneCall }) => phoneCall?.code === code.trim());
  if (record?.phoneCall) {
    record.phoneCall.status = 'verified';
    return;
  }
  // The caller hangs up: another call is needed.
  for (const { phoneCall } of calls) if (phoneCall) phoneCall.status = 'failed';
  throw new SignInRefusal(
    'code-wrong',
    'That is not the number on the sign-in page, so the caller has hung up. Choose “Call me now” there again.',
  );
}

/**
 * Step three: the session, once both factors are verified.
 * @throws SignInRefusal `session-over`, `not-this-step`.
 */
export function finishAlternative(root: RootUsers, id: string): SignInRecord {
  const { record, user } = signInAt(root, id, 'mfa');
  if (!record.isMailVerified || record.phoneCall?.status !== 'verified') {
    const message = 'Verify your e-mail address and your phone first.';
    throw new SignInRefusal('not-this-step', message);
  }
  return signedIn(root, user, record);
}

function checkCode(root: RootUsers, wanted: ChallengeCode | undefined, code: string): void {
  if (!wanted)
    throw new SignInRefusal(
      'not-this-step',
      'Ask for a code first: choose “Send verification email”.',
    );
  if (root.isOver(wanted.expiresAt)) {
    throw new SignInRefusal(
      'code-expired',
      'The code has expired. Choose “Send verification email” for another one.',
    );
  }
  if (wanted.code !== code.trim())
    throw new SignInRefusal('code-wrong', 'The code is wrong. Take the one from the newest mail.');
}
