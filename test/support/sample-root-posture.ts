import type { Instant } from '../../src/core/ports.ts';
import type { PostureFinding, PostureOutcome, PostureSnapshot } from '../../src/core/posture.ts';

export const ROOT_ACCOUNT = '444455556666';

/** What the recovery of a sample has to leave good. */
const REQUIRED = ['root-mfa', 'root-access-keys', 'root-use-events', 'primary-email'];

interface About {
  readonly title: string;
  readonly requirement?: string;
  readonly call: string;
  readonly field: string;
}

const SUMMARY = 'iam:GetAccountSummary';
const CONTACT = 'account:GetAlternateContact';

const ABOUT: { readonly [id: string]: About } = {
  'root-mfa': {
    title: 'Root user has MFA',
    requirement: 'ARC-003',
    call: SUMMARY,
    field: 'SummaryMap.AccountMFAEnabled',
  },
  'root-access-keys': {
    title: 'Root user has no access keys',
    requirement: 'ARC-004',
    call: SUMMARY,
    field: 'SummaryMap.AccountAccessKeysPresent',
  },
  'root-certificates': {
    title: 'Root user has no signing certificates',
    call: SUMMARY,
    field: 'SummaryMap.AccountSigningCertificatesPresent',
  },
  'root-use-events': {
    title: 'Root user not used, by CloudTrail',
    requirement: 'ARC-001',
    call: 'cloudtrail:LookupEvents',
    field: 'Events[].EventTime',
  },
  'contact-billing': {
    title: 'Alternate contact for billing',
    requirement: 'ACOM-001',
    call: CONTACT,
    field: 'AlternateContact.EmailAddress',
  },
  'contact-security': {
    title: 'Alternate contact for security',
    requirement: 'ACOM-001',
    call: CONTACT,
    field: 'AlternateContact.EmailAddress',
  },
  'contact-phone-owned': {
    title: 'Primary phone is answered by the company',
    requirement: 'ACOM-002',
    call: 'account:GetContactInformation',
    field: 'ContactInformation.PhoneNumber',
  },
  'primary-email': {
    title: 'Primary e-mail is the company’s',
    requirement: 'ACOM-002',
    call: 'account:GetPrimaryEmail',
    field: 'PrimaryEmail',
  },
  'trail-recording': {
    title: 'Trail is recording',
    requirement: 'CTL-001',
    call: 'cloudtrail:GetTrailStatus',
    field: 'IsLogging',
  },
  'log-bucket-protected': {
    title: 'Log files are protected from deletion',
    requirement: 'CTL-003',
    call: 's3:GetBucketVersioning',
    field: 'MFADelete',
  },
};

type Found = readonly [outcome: PostureOutcome, reason: string, observed?: string];

const STEADY: { readonly [id: string]: Found } = {
  'root-access-keys': ['pass', 'The root user has no access keys.', 'AccountAccessKeysPresent 0'],
  'root-certificates': [
    'pass',
    'The root user has no signing certificates.',
    'AccountSigningCertificatesPresent 0',
  ],
  'contact-billing': ['fail', 'The account has no billing contact.', 'ResourceNotFoundException'],
  'contact-security': ['pass', 'The security contact is security@example.com.'],
  'contact-phone-owned': ['attested', 'Called, and answered at the desk of the company.'],
  'primary-email': ['pass', 'The domain example.com is one of the company’s.', 'example.com'],
  'trail-recording': ['pass', 'The trail is recording.', 'IsLogging true'],
  'log-bucket-protected': [
    'unknown',
    'The call was denied: s3:GetBucketVersioning needs a role in the account of the logs.',
  ],
};

/** The account while the device is lost, while there is none, and with a new one. */
const LOOKS: { readonly [label in PostureSnapshot['label']]: { readonly [id: string]: Found } } = {
  before: {
    'root-mfa': ['pass', 'The root user has an MFA device.', 'AccountMFAEnabled 1'],
    'root-use-events': ['unknown', 'CloudTrail throttled the look-up.'],
    ...STEADY,
  },
  during: {
    'root-mfa': ['fail', 'The root user has no MFA device.', 'AccountMFAEnabled 0'],
  },
  after: {
    'root-mfa': ['pass', 'The root user has an MFA device.', 'AccountMFAEnabled 1'],
    'root-use-events': ['pass', 'Only this run has used the root user.', '3 events'],
    ...STEADY,
    'contact-security': [
      'pass',
      'The security contact is security-team@example.com.',
      'security-team@example.com',
    ],
  },
};

/** How the account of a sample was found at one time. */
export function rootPosture(label: PostureSnapshot['label'], at: Instant): PostureSnapshot {
  const findings = Object.entries(LOOKS[label]).map(
    ([id, [outcome, reason, observed]]): PostureFinding => {
      const { title, requirement, call, field } = ABOUT[id] ?? { title: id, call: '', field: '' };
      return {
        id,
        title,
        subject: ROOT_ACCOUNT,
        outcome,
        reason,
        ...(observed !== undefined && { observed }),
        ...(requirement !== undefined && { requirement }),
        source: { call, field },
        at,
      };
    },
  );
  return {
    label,
    account: ROOT_ACCOUNT,
    ...(label === 'before' && { required: REQUIRED }),
    findings,
  };
}
