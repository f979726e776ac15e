import type { RootUsers } from './root-users.ts';

export interface LoginFacts {
  /** Serial of the MFA device. @default none was used */
  readonly device?: string;
  /** @default the login succeeded */
  readonly isFailure?: boolean;
  /** @default this machine */
  readonly sourceIp?: string;
}

/** Tells CloudTrail of a login, as the console does. */
export function tellLogin(root: RootUsers, account: string, facts: LoginFacts): void {
  const { device, isFailure = false, sourceIp } = facts;
  root.tell(account, {
    source: 'signin.amazonaws.com',
    name: 'ConsoleLogin',
    type: 'AwsConsoleSignIn',
    response: { ConsoleLogin: isFailure ? 'Failure' : 'Success' },
    additional: {
      LoginTo: 'sandbox',
      MobileVersion: 'No',
      MFAUsed: device === undefined ? 'No' : 'Yes',
      ...(device !== undefined && { MFAIdentifier: device }),
    },
    ...(isFailure && { error: { code: 'Failure', message: 'Failed authentication' } }),
    ...(sourceIp !== undefined && { sourceIp }),
  });
}
