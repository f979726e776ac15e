import { Account } from '@aws-sdk/client-account';
import { type Deeds, NEW_PASSWORD } from './root-people.ts';

const NEW_DEVICE = 'root-key-office-safe';
/** The primary phone of the management account on the first day. */
const OWN_PHONE = '+12025550100';

/** An administrator, who needs no root user. */
export interface Administrator {
  /** Address of the sandbox, once it is up. */
  readonly url: string;
  /** Twelve digits; the caller's own without it. */
  readonly member?: string;
}

/** People who take back what a stranger has changed beside the root user's credentials, and look through the rest. */
function repairing(administrator: Administrator): Deeds {
  return {
    signal: () => 'alarm',
    phone: () => 'wrong',
    'new-phone': () => OWN_PHONE,
    'agree-to-phone': () => undefined,
    'put-back': async () => {
      const { url, member } = administrator;
      const credentials = { accessKeyId: 'SANDBOX', secretAccessKey: 'sandbox' };
      const account = new Account({ endpoint: url, region: 'us-east-1', credentials });
      await account.putAlternateContact({
        AlternateContactType: 'SECURITY',
        Name: 'Security team',
        Title: 'Security team',
        EmailAddress: 'aws-security@shop.example',
        PhoneNumber: '+12025550110',
        ...(member !== undefined && { AccountId: member }),
      });
      account.destroy();
      return 'put-back';
    },
    'review-identities': () => 'clean',
    'review-resources': () => 'clean',
  };
}

/** People whose password a stranger has changed, and who do all of it themselves. */
export function lockedOut(administrator: Administrator): Deeds {
  return {
    ...repairing(administrator),
    situation: () => 'locked-out',
    'request-reset': async (walker) => {
      await walker.requestPasswordReset();
      return undefined;
    },
    'reset-mail': () => 'arrived',
    'set-password': async (walker) => {
      await walker.setPassword(NEW_PASSWORD);
      return 'vault item aws-root';
    },
    'get-in': async (walker) => {
      await walker.signIn({ password: NEW_PASSWORD });
      return 'signed-in';
    },
    'remove-devices': async (walker) => {
      await walker.deactivateMfa('backup-authenticator');
      return 'backup-authenticator';
    },
    'register-device': async (walker) => {
      await walker.registerMfa(NEW_DEVICE);
      return NEW_DEVICE;
    },
    'delete-keys': async (walker) => {
      const ids = [...(await walker.deleteAccessKeys()), ...(await walker.deleteCertificates())];
      return ids.join(', ');
    },
    'sign-in-with-mfa': async (walker) => {
      await walker.signOut();
      await walker.signIn({ password: NEW_PASSWORD, code: await walker.readCode(NEW_DEVICE) });
      return undefined;
    },
  };
}

/** People of a member whose credentials the run deletes from outside; nobody signs in. */
export function keptOut(administrator: Administrator): Deeds {
  return {
    ...repairing(administrator),
    situation: () => 'not-sure',
    agree: () => undefined,
    decide: () => 'leave',
  };
}

/** The same, and the root user gets a password and MFA again. */
export function letInAgain(administrator: Administrator): Deeds {
  const {
    'request-reset': request,
    'reset-mail': mail,
    'set-password': set,
  } = lockedOut(administrator);
  return {
    ...keptOut(administrator),
    decide: () => 'recover',
    ...(request && { 'request-reset': request }),
    ...(mail && { 'reset-mail': mail }),
    ...(set && { 'set-password': set }),
    'sign-in': async (walker) => {
      await walker.signIn({ password: NEW_PASSWORD });
      await walker.registerMfa(NEW_DEVICE);
      return NEW_DEVICE;
    },
  };
}
