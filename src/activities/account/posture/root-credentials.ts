import type { PostureFinding } from '../../../core/posture.ts';
import {
  type About,
  fail,
  type Judgement,
  judged,
  notApplicable,
  pass,
  unexpected,
  unknown,
} from './finding.ts';
import type { PostureScope } from './posture-scope.ts';
import { read } from './reading.ts';

/** Live, where the credential report is up to four hours old. */
type Summary = { readonly [key: string]: number | undefined };

/** MFA, access keys, signing certificates and password of the root user. */
export async function readRootCredentials(scope: PostureScope): Promise<readonly PostureFinding[]> {
  const { context, account, inside } = scope;
  const summary = await read(context, { call: 'iam:GetAccountSummary' }, async () =>
    (await inside.iam()).getAccountSummary({}),
  );
  const look = (about: Omit<About, 'field' | 'subject'>, key: string, judge: Judge) =>
    judged(
      { ...about, subject: account.id, field: `SummaryMap.${key}` },
      summary,
      ({ SummaryMap: found }) => judge(found ?? {}),
    );
  return [
    look(
      { id: 'root-mfa', title: 'Root user has MFA', requirement: 'ARC-003' },
      'AccountMFAEnabled',
      (found) => judgeMfa(scope, found),
    ),
    look(
      { id: 'root-access-keys', title: 'Root user has no access keys', requirement: 'ARC-004' },
      'AccountAccessKeysPresent',
      (found) => judgeNone(found, 'AccountAccessKeysPresent', 'access keys'),
    ),
    look(
      { id: 'root-certificates', title: 'Root user has no signing certificates' },
      'AccountSigningCertificatesPresent',
      (found) => judgeNone(found, 'AccountSigningCertificatesPresent', 'signing certificates'),
    ),
    // Only a member of an organization can do without.
    ...(account.kind === 'member'
      ? [
          look(
            { id: 'root-password', title: 'Member has no root password' },
            'AccountPasswordPresent',
            (found) => judgeNone(found, 'AccountPasswordPresent', 'password'),
          ),
        ]
      : []),
  ];
}

type Judge = (found: Summary) => Judgement;

function judgeMfa({ account, features }: PostureScope, found: Summary): Judgement {
  const { AccountMFAEnabled: mfa, AccountPasswordPresent: password } = found;
  if (mfa === 1) return pass('The root user has an MFA device.', 'AccountMFAEnabled 1');
  if (mfa !== 0) return unexpected('AccountMFAEnabled', mfa);
  const none = 'AccountMFAEnabled 0';
  if (account.kind !== 'member') return fail('The root user has no MFA device.', none);
  const seen = `${none}, AccountPasswordPresent ${password ?? 'absent'}`;
  if (password === 1) return fail('The root user has a password and no MFA device.', seen);
  if (password !== 0) {
    return unknown('There is no MFA device; whether there is a password was not told.', seen);
  }
  // Without a password it depends on whether anybody with the mailbox could make one.
  if (!features.answered) {
    return unknown(`There is neither MFA nor a password, and ${features.why}`, seen);
  }
  const { EnabledFeatures: enabled } = features.value;
  if (!enabled) return unexpected('EnabledFeatures', enabled);
  return enabled.includes('RootCredentialsManagement')
    ? notApplicable(
        'There is no root password, and the organization manages root credentials centrally.',
        seen,
      )
    : fail(
        'There is no MFA device, and without central management whoever reads the mailbox can set a password.',
        seen,
      );
}

function judgeNone(found: Summary, key: string, what: string): Judgement {
  const count = found[key];
  if (count === 0) return pass(`The root user has no ${what}.`, `${key} 0`);
  if (count === undefined || !Number.isInteger(count) || count < 0) return unexpected(key, count);
  return fail(`The root user has ${what}.`, `${key} ${count}`);
}
